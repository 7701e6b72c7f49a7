import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Config } from '../../../settings/config.ts'
import { allowAnyOrigin } from './access-check.ts'
import { makePublic } from './authentication.ts'
import { registerUnbuilt } from './unbuilt-page.ts'
import { registerWidget, WIDGET } from './widget.ts'

/** The output folder of `pnpm --filter @sandrun/web run build`. */
const BUILT_PAGE = fileURLToPath(new URL('../../../../web/dist', import.meta.url))

/** The address for frames of other pages. */
const EMBED = '/embed'

/**
 * Serves the web page at `/`, and at `/embed` for frames of pages of these origins. Its document is made for each
 * answer, since its policy contains a nonce. All other files are compressed in advance: those whose names change with
 * their content are cached for ever, and the widget's script keeps its address and has an ETag.
 */
export async function registerPage(
  app: FastifyInstance,
  { origins }: Pick<Config, 'origins'>,
  folder = BUILT_PAGE,
): Promise<void> {
  const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null)
  if (page === null) {
    registerUnbuilt(app, ['/', EMBED, WIDGET])
    return
  }
  await app.register(async (scope) => {
    makePublic(scope)
    // The widget loads its editor from here.
    allowAnyOrigin(scope)
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
  await registerWidget(app, folder)
  const send = (reply: FastifyReply, ancestors: string): FastifyReply => {
    const nonce = randomBytes(16).toString('base64')
    return reply
      .headers({ 'content-security-policy': pagePolicy(nonce, ancestors), 'cache-control': 'no-cache' })
      .type('text/html; charset=utf-8')
      .send(page.replaceAll('{{nonce}}', nonce))
  }
  app.get('/', { config: { public: true } }, async (_request, reply) => send(reply, "'none'"))
  // X-Frame-Options knows no list; every browser that runs the page knows frame-ancestors.
  app.get(EMBED, { config: { public: true }, helmet: { frameguard: false } }, async (_request, reply) =>
    send(reply, ["'self'", ...origins].join(' ')),
  )
}

/**
 * What the page may do (CSP Level 3): run the service's script files, call the service, show pictures it has made. The
 * nonce is for the style elements of CodeMirror and xterm.js. No text can become markup or script: browsers with
 * Trusted Types refuse every way to do that.
 */
function pagePolicy(nonce: string, ancestors: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}
