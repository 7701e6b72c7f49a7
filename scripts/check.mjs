/** `npm run check`: format, lint, types, unused code and unit tests. */
import { main } from './bootstrap/main.mjs'
import { compiler } from './steps/compiler.mjs'
import { node24 } from './steps/node24.mjs'
import { pnpm } from './steps/pnpm.mjs'
import { redis } from './steps/redis.mjs'
import { workspace } from './steps/workspace.mjs'

await main([node24, pnpm, workspace, compiler, redis], 'scripts/check/main.ts', { accepts: [] })
