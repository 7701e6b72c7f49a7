import type { Plugin } from 'rolldown'

/** Beside a bundle: the files that libraries read from their folders, by name. */
export const LIBRARIES = 'libraries'

/**
 * A bundled library looks for its files below LIBRARIES, beside the bundle: its `__dirname` is a folder there. The
 * bundle itself defines `__dirname`.
 */
export const libraryFolders: Plugin = {
  name: 'library-folders',
  transform(code, id) {
    if (!code.includes('__dirname')) return null
    const folder = /^.*[\\/]node_modules[\\/](.+)[\\/][^\\/]+$/.exec(id)?.[1]?.replaceAll('\\', '/')
    if (folder === undefined) return null
    return code.replaceAll(/\b__dirname\b/g, `(__dirname + ${JSON.stringify(`/${LIBRARIES}/${folder}`)})`)
  },
}
