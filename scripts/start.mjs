/** `npm start`: turns a fresh clone into a running service. `npm run demo`: the same, then it ends. */
import { main } from './bootstrap/main.mjs'
import { baseImage } from './steps/base-image.mjs'
import { docker } from './steps/docker.mjs'
import { node24 } from './steps/node24.mjs'
import { pnpm } from './steps/pnpm.mjs'
import { workspace } from './steps/workspace.mjs'

await main([node24, pnpm, workspace, docker, baseImage], 'scripts/start/main.ts', { accepts: ['--once'] })
