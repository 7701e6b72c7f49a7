import { buildExtension } from './build-extension.ts'

await buildExtension({ withTests: process.argv.includes('--tests') })
