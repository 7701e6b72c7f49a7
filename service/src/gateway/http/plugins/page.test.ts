import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { registerErrors } from './errors.ts'
import { registerHelmet } from './helmet.ts'
import { registerPage } from './page.ts'

let folder: string
let app: FastifyInstance

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandrun-page-'))
  app = Fastify()
  registerErrors(app)
  await registerHelmet(app)
})
afterEach(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

describe('a built page', () => {
  beforeEach(async () => {
    await mkdir(join(folder, 'assets'))
    await mkdir(join(folder, 'widget'))
    await writeFile(join(folder, 'widget/sandrun-editor.js'), 'define()')
    await writeFile(join(folder, 'widget/sandrun-editor.js.br'), brotliCompressSync('define()'))
    await writeFile(join(folder, 'widget/sandrun-editor.js.gz'), gzipSync('define()'))
    await writeFile(join(folder, 'index.html'), '<link rel="stylesheet" nonce="{{nonce}}" />')
    await writeFile(join(folder, 'assets/main-ABC.js'), 'run()')
    await writeFile(join(folder, 'assets/main-ABC.js.br'), brotliCompressSync('run()'))
    await registerPage(app, { origins: ['https://notes.example'] }, folder)
  })

  it('comes with a policy that lets no text become script, and a new nonce each time', async () => {
    const [first, second] = [await app.inject('/'), await app.inject('/')]
    const policy = String(first.headers['content-security-policy'])
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1]
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toContain('unsafe')
    expect(first.body).toContain(`nonce="${nonce}"`)
    expect(first.headers['cache-control']).toBe('no-cache')
    expect(second.headers['content-security-policy']).not.toBe(policy)
  })

  it('has files that are compressed beforehand and requested once', async () => {
    const file = await app.inject({ url: '/assets/main-ABC.js', headers: { 'accept-encoding': 'br' } })
    expect(file.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': expect.stringContaining('javascript'),
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })

  it('is never framed at /, and at /embed only by pages of the listed origins', async () => {
    const policyAt = async (url: string): Promise<unknown[]> => {
      const { headers } = await app.inject(url)
      const ancestors = /frame-ancestors ([^;]*)/.exec(String(headers['content-security-policy']))?.[1]
      return [ancestors, headers['x-frame-options']]
    }
    expect(await policyAt('/')).toEqual(["'none'", 'SAMEORIGIN'])
    expect(await policyAt('/embed')).toEqual(["'self' https://notes.example", undefined])
  })

  it('says so where an older build has no script for other pages', async () => {
    await rm(join(folder, 'widget'), { recursive: true })
    await using old = Fastify()
    registerErrors(old)
    await registerHelmet(old)
    await registerPage(old, { origins: [] }, folder)
    expect((await old.inject('/')).statusCode).toBe(200)
    expect((await old.inject('/sandrun-editor.js')).json()).toMatchObject({ error: { code: 'not-found' } })
  })

  it('has a script for pages of every origin, which is sent again only when it has changed', async () => {
    const ask = (headers: Record<string, string>) => app.inject({ url: '/sandrun-editor.js', headers })
    const first = await ask({ 'accept-encoding': 'gzip, br', origin: 'https://anybody.example' })
    expect(first.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, no-cache',
      'content-encoding': 'br',
      'content-type': 'text/javascript; charset=utf-8',
      'cross-origin-resource-policy': 'cross-origin',
      vary: 'accept-encoding',
    })
    expect((await ask({ 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe('gzip')
    expect((await ask({})).body).toBe('define()')
    const again = await ask({ 'accept-encoding': 'br', 'if-none-match': String(first.headers['etag']) })
    expect([again.statusCode, again.body]).toEqual([304, ''])
  })

  it.each(['/assets/../index.html', '/assets/%2e%2e/index.html', '/assets/', '/index.html'])(
    'serves nothing at %s, outside its folder',
    async (url) => {
      expect(await app.inject(url)).toMatchObject({ statusCode: 404 })
    },
  )
})

it('says so if the page is not built, and how to build it', async () => {
  await registerPage(app, { origins: ['https://notes.example'] }, folder)
  const answer = await app.inject('/')
  expect(answer.statusCode).toBe(404)
  expect(answer.json()).toMatchObject({
    error: { code: 'not-found', message: 'The web page is not built.', hint: expect.stringContaining('npm start') },
  })
})
