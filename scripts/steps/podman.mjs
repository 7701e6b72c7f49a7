import { packagesStep } from './packages-step.mjs'

/** The tests with Podman start their own, and end it. */
export const podman = packagesStep('Podman', {
  brings: 'Podman, which some tests start instead of Docker',
  purpose: 'Podman, which some tests start instead of Docker,',
  packages: { podman: ['podman'] },
})
