import { expect, test } from 'vitest'
import { importsOf } from './imports.ts'
import { layersOf, type Level, levelsOf, ringsOf } from './level.ts'

function levelOf(folder: string, arrows: readonly (readonly [string, string])[]): Level {
  const level = levelsOf(arrows.map(([from, to]) => ({ from, to }))).find((one) => one.folder === folder)
  if (level === undefined) throw new Error(`There is no level "${folder}".`)
  return level
}

test('folders that import each other are a ring even if none of their files are', () => {
  const level = levelOf('src', [
    ['src/run/start.ts', 'src/cache/key.ts'],
    ['src/cache/store.ts', 'src/run/plan.ts'],
    ['src/main.ts', 'src/run/start.ts'],
  ])
  expect(ringsOf(level)).toEqual([
    {
      entries: ['cache', 'run'],
      imports: [
        { from: 'src/cache/store.ts', to: 'src/run/plan.ts' },
        { from: 'src/run/start.ts', to: 'src/cache/key.ts' },
      ],
    },
  ])
})

test('a folder and the file above it that import each other are a ring', () => {
  const level = levelOf('src', [
    ['src/app.ts', 'src/ui/picker.ts'],
    ['src/ui/dialog.ts', 'src/app.ts'],
  ])
  expect(ringsOf(level).map(({ entries }) => entries)).toEqual([['ui', 'app.ts']])
})

test('a ring deep in a tree is found at its own level', () => {
  const arrows: [string, string][] = [
    ['src/a/b/c/one.ts', 'src/a/b/d/two.ts'],
    ['src/a/b/d/three.ts', 'src/a/b/c/four.ts'],
  ]
  expect(ringsOf(levelOf('src/a/b', arrows))).toHaveLength(1)
})

test('layers are ordered by imports', () => {
  const level = levelOf('src', [
    ['src/main.ts', 'src/run/start.ts'],
    ['src/main.ts', 'src/model/run.ts'],
    ['src/run/start.ts', 'src/model/run.ts'],
    ['src/page/view.ts', 'src/model/run.ts'],
  ])
  expect(ringsOf(level)).toEqual([])
  expect(layersOf(level)).toEqual([['main.ts'], ['run', 'page'], ['model']])
})

test('types, re-exports and late imports are arrows; packages are not', () => {
  const source = [
    "import type { A } from './a.ts'",
    "export { B } from '../b.ts'",
    "const c = await import('./d/c.ts')",
    "import { z } from 'zod'",
  ].join('\n')
  expect(importsOf('src/x/here.ts', source).map(({ to }) => to)).toEqual(['src/x/a.ts', 'src/b.ts', 'src/x/d/c.ts'])
})
