import { packagesStep } from './packages-step.mjs'

/** A compiler for arm64, and the emulator that runs its programs on another architecture. */
export const arm64Tools = packagesStep('Tools for arm64', {
  brings: 'a compiler for arm64, and an emulator',
  purpose: 'A tool that builds or runs programs for arm64',
  packages: {
    'aarch64-linux-gnu-gcc': ['gcc-aarch64-linux-gnu', 'libc6-dev-arm64-cross'],
    'qemu-aarch64-static': ['qemu-user-static'],
    'qemu-system-aarch64': ['qemu-system-arm'],
    cpio: ['cpio'],
    make: ['make'],
    'dpkg-deb': ['dpkg'],
  },
})
