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

/** The machine for a guest with Debian's own kernel. */
export const emulator = packagesStep('QEMU', {
  brings: 'QEMU, for a guest with the kernel of Debian',
  purpose: 'An emulator for the guest',
  packages: { 'qemu-system-x86_64': ['qemu-system-x86'] },
})
