import { buildImages } from '../start/images.ts'

await buildImages()
await import('../../bench/main.ts')
