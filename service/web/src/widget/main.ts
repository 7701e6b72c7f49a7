import { SandrunEditor, setHome } from './sandrun-editor.ts'

// Null if the page loads it as a module or in any other way.
const { currentScript } = document
if (currentScript instanceof HTMLScriptElement && currentScript.src !== '') setHome(new URL('/', currentScript.src))
// A page may load the script twice.
if (customElements.get('sandrun-editor') === undefined) customElements.define('sandrun-editor', SandrunEditor)
