/** `npm run test:platforms`: tests Sandrun in a guest with cgroup v2 and a newer Docker. docs/operations.md. */
import { main } from './bootstrap/main.mjs'
import { baseImage } from './steps/base-image.mjs'
import { docker } from './steps/docker.mjs'
import { guestTools } from './steps/guest-tools.mjs'
import { node24 } from './steps/node24.mjs'
import { pnpm } from './steps/pnpm.mjs'
import { workspace } from './steps/workspace.mjs'

await main([node24, pnpm, workspace, docker, baseImage, guestTools], 'scripts/platforms/main.ts', process.argv.slice(2))
