#!/usr/bin/env node
/** The package's `sandrun` command. Every Node can read this file, to say which one the rest needs. */
import { readFileSync } from 'node:fs'
import { cacheFolder, compiledFolder } from '../bootstrap/cache-folder.mjs'

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const least = engines.node.replace(/^>=/, '')

if (process.versions.node.localeCompare(least, undefined, { numeric: true }) < 0) {
  console.error(
    `sandrun: Sandrun needs Node.js ${least} or newer; this is ${process.versions.node}.\n         Install it (https://nodejs.org), then try again.`,
  )
  process.exitCode = 69
} else {
  // Node 22 warns that node:sqlite is experimental; people who run a program need not see that.
  process.removeAllListeners('warning')
  process.getBuiltinModule('node:module').enableCompileCache(compiledFolder(cacheFolder(process.env)))
  await import(new URL('../service/dist/main.js', import.meta.url).href)
}
