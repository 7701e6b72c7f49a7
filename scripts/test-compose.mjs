/** `npm run test:compose`: brings up the cluster of deploy/compose.cluster.yml, and kills parts of it. */
import { main } from './bootstrap/main.mjs'
import { baseImage } from './steps/base-image.mjs'
import { compose } from './steps/compose.mjs'
import { docker } from './steps/docker.mjs'
import { node24 } from './steps/node24.mjs'
import { pnpm } from './steps/pnpm.mjs'
import { workspace } from './steps/workspace.mjs'

const steps = [node24, pnpm, workspace, docker, baseImage, compose]
await main(steps, 'service/test/compose/main.ts', { accepts: [] })
