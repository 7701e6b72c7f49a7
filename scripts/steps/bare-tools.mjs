import { packagesStep } from './packages-step.mjs'

/** The tools that make a machine with nothing but Debian, and give it a network. */
export const bareTools = packagesStep('Bare machine tools', {
  brings: 'the tools that make a bare machine for its test',
  purpose: 'A tool that makes the bare machine',
  packages: {
    debootstrap: ['debootstrap'],
    slirp4netns: ['slirp4netns'],
    unshare: ['util-linux'],
    nsenter: ['util-linux'],
  },
})
