import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import { makePublic } from './authentication.ts'

/** The output folder of `pnpm --filter @sandrun/web run build`. */
const BUILT_PAGE = fileURLToPath(new URL('../../../../web/dist', import.meta.url))

/**
 * Serves the web page at `/`. Its document is made for each answer, since its policy contains a nonce; all other files
 * have names that change with their content, are compressed in advance and cached for ever.
 */
export async function registerPage(app: FastifyInstance, folder = BUILT_PAGE): Promise<void> {
  const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null)
  if (page === null) {
    app.log.warn('The web page is not built: pnpm --filter @sandrun/web run build')
    app.get('/', { config: { public: true } }, () => {
      throw new SandrunError('not-found', 'The web page is not built.', {
        hint: 'Build it with npm start or pnpm --filter @sandrun/web run build, then restart the service.',
      })
    })
    return
  }
  await app.register(async (scope) => {
    makePublic(scope)
    await scope.register(fastifyStatic, {
      root: join(folder, 'assets'),
      prefix: '/assets/',
      // Adds a route for each existing file only.
      wildcard: false,
      index: false,
      decorateReply: false,
      preCompressed: true,
      immutable: true,
      maxAge: '365d',
    })
  })
  app.get('/', { config: { public: true } }, async (_request, reply) => {
    const nonce = randomBytes(16).toString('base64')
    return reply
      .headers({ 'content-security-policy': pagePolicy(nonce), 'cache-control': 'no-cache' })
      .type('text/html; charset=utf-8')
      .send(page.replaceAll('{{nonce}}', nonce))
  })
}

/**
 * What the page may do (CSP Level 3): run the service's script files, call the service, show pictures it has made. The
 * nonce is for the style elements of CodeMirror and xterm.js. No text can become markup or script: browsers with
 * Trusted Types refuse every way to do that.
 */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}
