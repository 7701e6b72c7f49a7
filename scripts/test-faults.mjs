/** `npm run test:faults`: kills parts of a service under load, and counts the losses. `-- --seed 7 --faults 100`. */
import { main } from './bootstrap/main.mjs'
import { baseImage } from './steps/base-image.mjs'
import { docker } from './steps/docker.mjs'
import { faultTools } from './steps/fault-tools.mjs'
import { node24 } from './steps/node24.mjs'
import { pnpm } from './steps/pnpm.mjs'
import { workspace } from './steps/workspace.mjs'

await main([node24, pnpm, workspace, docker, baseImage, faultTools], 'service/test/faults/main.ts')
