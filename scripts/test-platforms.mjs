/** `npm run test:platforms`: tests Sandrun in a guest with cgroup v2 and a newer Docker. scripts/platforms/README.md. */
import { main } from './bootstrap/main.mjs'
import { baseImage } from './steps/base-image.mjs'
import { docker } from './steps/docker.mjs'
import { emulator, guestTools } from './steps/guest-tools.mjs'
import { node24 } from './steps/node24.mjs'
import { pnpm } from './steps/pnpm.mjs'
import { workspace } from './steps/workspace.mjs'

// The arguments are checked later, in TypeScript.
const isEmulated = process.argv.some((argument) => argument.endsWith('debian'))
const steps = [node24, pnpm, workspace, docker, baseImage, guestTools, ...(isEmulated ? [emulator] : [])]
await main(steps, 'scripts/platforms/main.ts')
