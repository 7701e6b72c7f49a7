/** `npm test`: every test. `npm test -- unit docker`: these parts only. */
import { main } from './bootstrap/main.mjs'
import { describeError } from './bootstrap/setup-error.mjs'
import { baseImage } from './steps/base-image.mjs'
import { chromium } from './steps/chromium.mjs'
import { codeServer } from './steps/code-server.mjs'
import { compiler } from './steps/compiler.mjs'
import { cppCompiler } from './steps/cpp-compiler.mjs'
import { docker } from './steps/docker.mjs'
import { guestTools } from './steps/guest-tools.mjs'
import { node24 } from './steps/node24.mjs'
import { podman } from './steps/podman.mjs'
import { pnpm } from './steps/pnpm.mjs'
import { python } from './steps/python.mjs'
import { redis } from './steps/redis.mjs'
import { testTools } from './steps/test-tools.mjs'
import { workspace } from './steps/workspace.mjs'
import { chooseParts, needsBrowser, needsCompiler, needsDocker, needsEditor } from './test/part-names.mjs'

/** @returns {import('./bootstrap/prepare.mjs').Step[]} only what the chosen parts need */
function neededSteps() {
  const parts = chooseParts(process.argv.slice(2))
  const steps = [node24, pnpm, workspace]
  if (needsCompiler(parts)) steps.push(compiler, redis)
  if (needsDocker(parts)) steps.push(docker, baseImage, testTools, python)
  // Without root, its tests are left out.
  if (parts.includes('docker') && process.getuid?.() === 0) steps.push(podman)
  if (parts.includes('platforms') && process.getuid?.() === 0) steps.push(guestTools)
  if (needsBrowser(parts)) steps.push(chromium)
  if (needsEditor(parts)) steps.push(cppCompiler, codeServer)
  return steps
}

try {
  await main(neededSteps(), 'scripts/test/main.ts')
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}
