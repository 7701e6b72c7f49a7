import { expect, it } from 'vitest'
import { picturesAmong } from './pictures.ts'

it('shows pictures of image files only, and none that may contain script', async () => {
  const pictures = picturesAmong([
    { path: 'out/a.PNG', content: btoa('\x89PNG'), encoding: 'base64', executable: false },
    { path: 'b.svg', content: '<svg/>', encoding: 'utf8', executable: false },
    { path: 'png', content: '', encoding: 'utf8', executable: false },
  ])
  expect(pictures.map(({ path, image }) => [path, image.type])).toEqual([['out/a.PNG', 'image/png']])
  expect(await pictures[0]?.image.arrayBuffer()).toEqual(Uint8Array.of(0x89, 0x50, 0x4e, 0x47).buffer)
})
