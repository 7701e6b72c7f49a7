import { fileURLToPath } from 'node:url'
import { createVSIX } from '@vscode/vsce'
import './build.ts'

/** Packs what .vscodeignore allows into dist/sandrun.vsix. The bundles hold every library, so none is packed. */
const cwd = fileURLToPath(new URL('..', import.meta.url))

await createVSIX({ cwd, packagePath: `${cwd}dist/sandrun.vsix`, dependencies: false })
