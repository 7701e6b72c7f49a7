/** `npm run pictures`: takes every picture of docs/images from today's product. `-- recording web`: these only. */
import { main } from './bootstrap/main.mjs'
import { baseImage } from './steps/base-image.mjs'
import { chromium } from './steps/chromium.mjs'
import { codeServer } from './steps/code-server.mjs'
import { cppCompiler } from './steps/cpp-compiler.mjs'
import { docker } from './steps/docker.mjs'
import { ffmpeg } from './steps/ffmpeg.mjs'
import { node24 } from './steps/node24.mjs'
import { pnpm } from './steps/pnpm.mjs'
import { workspace } from './steps/workspace.mjs'

const steps = [node24, pnpm, workspace, docker, baseImage, chromium, cppCompiler, codeServer, ffmpeg]
await main(steps, 'scripts/pictures/main.ts')
