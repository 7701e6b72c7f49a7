import { packagesStep } from './packages-step.mjs'

/**
 * Tools of the tests besides the product: curl for the documents' commands, `docker` to check the engine from outside,
 * tmux as a real terminal, docker-registry to pull images from, perl as a program that every machine has, fish and zsh
 * besides bash for completion.
 */
export const testTools = packagesStep('Test tools', {
  brings: 'tools for the tests',
  purpose: 'A test tool',
  packages: {
    curl: ['curl'],
    docker: ['docker-cli'],
    'docker-registry': ['docker-registry'],
    fish: ['fish'],
    perl: ['perl'],
    tmux: ['tmux'],
    zsh: ['zsh'],
  },
})
