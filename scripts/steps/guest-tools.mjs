import { packagesStep } from './packages-step.mjs'

/** The tools that make a guest's disks. */
export const guestTools = packagesStep('Guest tools', {
  brings: 'the tools that make a guest for platform tests',
  purpose: 'A tool that makes the guest for platform tests',
  packages: {
    mmdebstrap: ['mmdebstrap'],
    mke2fs: ['e2fsprogs'],
    debugfs: ['e2fsprogs'],
    unshare: ['util-linux'],
  },
})
