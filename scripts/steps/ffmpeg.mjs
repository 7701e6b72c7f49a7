import { packagesStep } from './packages-step.mjs'

/** Makes a moving picture from frames. */
export const ffmpeg = packagesStep('ffmpeg', {
  brings: 'ffmpeg for the moving picture, 150 MB',
  purpose: 'ffmpeg, which makes the moving picture,',
  packages: { ffmpeg: ['ffmpeg'] },
})
