import { type CollectedFile, toBytes } from '@sandrun/shared'

/** Files that the page can show. No SVG: it may contain script. */
const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
}

/** The files that a run should return. */
export const PICTURE_PATTERNS = Object.keys(TYPES).map((extension) => `**/*.${extension}`)

export interface Picture {
  path: string
  image: Blob
}

/** The program's pictures. */
export function picturesAmong(files: readonly CollectedFile[]): Picture[] {
  return files.flatMap(({ path, content, encoding }) => {
    const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''
    const type = TYPES[extension]
    if (type === undefined) return []
    const bytes = toBytes(encoding === 'base64' ? { base64: content } : content)
    return { path, image: new Blob([Uint8Array.from(bytes)], { type }) }
  })
}
