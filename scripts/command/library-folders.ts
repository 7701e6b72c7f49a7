import type { Plugin } from 'rolldown'

/** Beside a bundle: what libraries read of their own folders, below their names. */
export const LIBRARIES = 'libraries'

/**
 * A bundled library looks for its files below LIBRARIES, beside the bundle: its `__dirname` is a folder there. The bundle itself
 * says what `__dirname` is.
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
