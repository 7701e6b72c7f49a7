import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createVSIX } from '@vscode/vsce'
import { buildExtension } from './build-extension.ts'
import { buildProduct } from './build-product.ts'

/** Packs what .vscodeignore allows into dist/sandrun.vsix. The bundles hold every library, so none is packed. */
/** The largest size that users should have to download. */
const MAX_BYTES = 5_000_000

const cwd = fileURLToPath(new URL('..', import.meta.url))

await buildExtension()
await buildProduct()
const packagePath = `${cwd}dist/sandrun.vsix`
await createVSIX({ cwd, packagePath, dependencies: false })
const { size } = await stat(packagePath)
if (size > MAX_BYTES) throw new Error(`The extension has ${size} bytes; it may have ${MAX_BYTES}.`)
