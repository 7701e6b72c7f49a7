/** `npm run release`: builds all that a release publishes, in dist/release. It publishes nothing. */
import { main } from './bootstrap/main.mjs'
import { node24 } from './steps/node24.mjs'
import { pnpm } from './steps/pnpm.mjs'
import { workspace } from './steps/workspace.mjs'

await main([node24, pnpm, workspace], 'scripts/release/main.ts', { accepts: [] })
