import { packagesStep } from './packages-step.mjs'

/** The tools that change a clock and make small disks. */
export const faultTools = packagesStep('Fault tools', {
  brings: 'the tools that inject faults',
  purpose: 'A tool that injects faults',
  packages: { faketime: ['faketime'], mke2fs: ['e2fsprogs'] },
})
