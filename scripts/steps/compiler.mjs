import { packagesStep } from './packages-step.mjs'

/** The unit tests run the real agent, so they build it for this machine. */
export const compiler = packagesStep('C compiler', {
  brings: 'a C compiler, for the agent that the unit tests run',
  purpose: 'The C compiler that the unit tests need',
  packages: { cc: ['gcc', 'libc6-dev', 'linux-libc-dev'], make: ['make'] },
})
