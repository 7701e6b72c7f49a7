/** `npm run test:bare`: the first minute on a machine with nothing but Debian. scripts/bare/README.md. */
import { main } from './bootstrap/main.mjs'
import { bareTools } from './steps/bare-tools.mjs'
import { baseImage } from './steps/base-image.mjs'
import { chromium } from './steps/chromium.mjs'
import { codeServer } from './steps/code-server.mjs'
import { cppCompiler } from './steps/cpp-compiler.mjs'
import { docker } from './steps/docker.mjs'
import { node24 } from './steps/node24.mjs'
import { pnpm } from './steps/pnpm.mjs'
import { workspace } from './steps/workspace.mjs'

await main(
  [node24, pnpm, workspace, docker, baseImage, chromium, cppCompiler, codeServer, bareTools],
  'scripts/bare/main.ts',
)
