import { join } from 'node:path'
import { ROOT } from '../bootstrap/prepare.mjs'
import { describeError } from '../bootstrap/setup-error.mjs'
import { buildWebPage } from '../start/web-page.ts'
import { packProduct } from './pack.ts'

try {
  await buildWebPage()
  console.log(await packProduct(ROOT, join(ROOT, 'dist')))
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}
