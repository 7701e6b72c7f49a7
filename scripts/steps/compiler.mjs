import { packagesStep } from './packages-step.mjs'

/** The unit tests run the agent as it is, so they build it for this machine. */
export const compiler = packagesStep('C compiler', {
  purpose: 'what builds the agent for the unit tests',
  packages: { cc: ['gcc', 'libc6-dev', 'linux-libc-dev'], make: ['make'] },
})
