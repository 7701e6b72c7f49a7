import { packagesStep } from './packages-step.mjs'

/**
 * What the tests use beside the product itself: `docker` to look at the engine from outside, tmux as a real terminal,
 * perl as a program that every machine has, fish and zsh beside bash for completion.
 */
export const testTools = packagesStep('Test tools', {
  brings: 'tools for the tests',
  purpose: 'A test tool',
  packages: { docker: ['docker-cli'], fish: ['fish'], perl: ['perl'], tmux: ['tmux'], zsh: ['zsh'] },
})
