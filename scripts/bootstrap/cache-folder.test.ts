import { expect, test } from 'vitest'
import { cacheFolder } from './cache-folder.mjs'

test('SANDRUN_CACHE has precedence over XDG_CACHE_HOME, and that over the home folder', () => {
  expect(cacheFolder({ SANDRUN_CACHE: '/c', XDG_CACHE_HOME: '/x' }, '/home/me')).toBe('/c')
  expect(cacheFolder({ XDG_CACHE_HOME: '/x' }, '/home/me')).toBe('/x/sandrun')
  expect(cacheFolder({}, '/home/me')).toBe('/home/me/.cache/sandrun')
})

test('an empty variable counts as unset', () => {
  expect(cacheFolder({ SANDRUN_CACHE: '', XDG_CACHE_HOME: '' }, '/home/me')).toBe('/home/me/.cache/sandrun')
})
