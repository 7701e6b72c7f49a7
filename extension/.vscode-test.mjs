// vscode-test looks for what it needs, @vscode/test-electron, from the folder of its configuration.
export { default } from '../.vscode-test.mjs'
