/** `npm run test:arm64`: tests the agent for arm64 under QEMU's user emulation. service/agent/README.md. */
import { main } from './bootstrap/main.mjs'
import { arm64Tools } from './steps/arm64-tools.mjs'
import { node24 } from './steps/node24.mjs'
import { pnpm } from './steps/pnpm.mjs'
import { workspace } from './steps/workspace.mjs'

await main([node24, pnpm, workspace, arm64Tools], 'scripts/arm64/main.ts', { accepts: [] })
