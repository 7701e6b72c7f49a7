import { fileURLToPath } from 'node:url'
import { createVSIX } from '@vscode/vsce'
import { buildExtension } from './build-extension.ts'

/** Packs what .vscodeignore allows into dist/sandrun.vsix. The bundles hold every library, so none is packed. */
const cwd = fileURLToPath(new URL('..', import.meta.url))

await buildExtension()
await createVSIX({ cwd, packagePath: `${cwd}dist/sandrun.vsix`, dependencies: false })
