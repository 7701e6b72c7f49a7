import { buildExtension } from './build-extension.ts'
import { buildProduct } from './build-product.ts'

await buildExtension({ withTests: process.argv.includes('--tests') })
if (process.argv.includes('--product')) await buildProduct()
