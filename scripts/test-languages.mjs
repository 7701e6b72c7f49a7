/** `npm run test:languages`: tests every language fully. `npm run test:languages -- zig`: this one only. */
import { main } from './bootstrap/main.mjs'
import { baseImage } from './steps/base-image.mjs'
import { docker } from './steps/docker.mjs'
import { node24 } from './steps/node24.mjs'
import { pnpm } from './steps/pnpm.mjs'
import { workspace } from './steps/workspace.mjs'

await main([node24, pnpm, workspace, docker, baseImage], 'scripts/test-languages/main.ts')
