import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { bundles } from '../scripts/bundles.ts'
import { withRunMenus } from '../scripts/run-menus.ts'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const packageJson = readFileSync(path('../package.json'), 'utf8')
const manifest = JSON.parse(packageJson) as Record<string, unknown>

describe('package.json', () => {
  it('shows ▷ for all language packs (else: pnpm --filter ./extension run build)', () => {
    expect(withRunMenus(packageJson, path('../../languages'))).toBe(packageJson)
  })

  it('has a text for every placeholder, and no unused text', () => {
    const words = JSON.parse(readFileSync(path('../package.nls.json'), 'utf8')) as Record<string, string>
    const used = [...packageJson.matchAll(/"%([\w.]+)%"/g)].map(([, name]) => name)
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(words).toSorted())
  })

  it('activates nothing at startup', () => {
    expect(manifest.activationEvents).toBeUndefined()
  })

  it('does not let a workspace decide where programs and tokens go', () => {
    const { properties } = (
      manifest.contributes as { configuration: { properties: Record<string, { scope: string }> } }
    ).configuration
    expect(properties['sandrun.service.url']?.scope).toBe('machine')
  })
})

describe('bundles', () => {
  it.each(bundles)('$outfile is smaller than 165 KB', async (options) => {
    const { outputFiles } = await build({ ...options, write: false })
    expect(outputFiles).toHaveLength(1)
    expect(outputFiles[0]?.contents.length).toBeGreaterThan(10_000)
    expect(outputFiles[0]?.contents.length).toBeLessThan(165_000)
  })

  it('need no Node.js in the browser', async () => {
    const web = bundles.find(({ outfile }) => outfile === 'dist/web.js')
    const { outputFiles } = await build({ ...web, write: false })
    const required = [...(outputFiles?.[0]?.text ?? '').matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)
    expect(new Set(required)).toEqual(new Set(['vscode']))
  })
})

it('loads the code that starts a service at the first need, from a separate file', async () => {
  const [desktop] = bundles
  const { outputFiles } = await build({ ...desktop, minify: false, write: false })
  const text = outputFiles?.[0]?.text ?? ''
  expect(text).toMatch(/then\(\(\) => [^\n]*require\("\.\/local\.js"\)/)
  expect(text).not.toMatch(/require\("(?:node:)?(?:child_process|net)"\)/)
})

describe('the walkthrough', () => {
  it.each(readdirSync(path('../media/walkthrough')))(
    '%s has its colours in attributes, which VS Code allows',
    (name) => {
      const svg = readFileSync(path(`../media/walkthrough/${name}`), 'utf8')
      // The policy of its pages refuses style elements and attributes, so everything they colour would be black.
      expect(svg).not.toMatch(/<style|\bstyle=|\bclass=/)
      const shapes = svg.match(/<(?:rect|text|circle|path|line|tspan)\b[^>]*>/g) ?? []
      expect(shapes.filter((shape) => !/\b(?:fill|stroke)=/.test(shape))).toEqual([])
    },
  )
})

describe('fixtures', () => {
  it('are unchanged: no test saves over them', () => {
    expect(readdirSync(path('../test/fixtures/workspace'))).toContain('hello.py')
    expect(readFileSync(path('../test/fixtures/workspace/hello.py'), 'utf8')).toContain('Hello from the sandbox!')
  })
})
