import { packagesStep } from './packages-step.mjs'

/**
 * What the tests use beside the product itself: curl for the commands of the documents, `docker` to look at the engine from outside, tmux as a real terminal,
 * docker-registry to pull images from, perl as a program that every machine has, fish and zsh beside bash for completion.
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
