import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import etag from '@fastify/etag'
import type { FastifyInstance } from 'fastify'
import { allowAnyOrigin } from './access-check.ts'
import { makePublic } from './authentication.ts'
import { registerUnbuilt } from './unbuilt-page.ts'

/** The script that turns code blocks of any page into editors. */
export const WIDGET = '/sandrun-editor.js'

const CODINGS = ['br', 'gzip'] as const
const ENDINGS = { br: '.br', gzip: '.gz' }

/** Serves the widget's script to pages of every origin. Other pages contain its address, so it never changes. */
export async function registerWidget(app: FastifyInstance, folder: string): Promise<void> {
  const path = join(folder, 'widget/sandrun-editor.js')
  const files = await Promise.all([path, path + ENDINGS.br, path + ENDINGS.gzip].map((file) => readFile(file))).catch(
    () => null,
  )
  // The page may be an older one.
  if (files === null) return registerUnbuilt(app, [WIDGET])
  const [plain, br, gzip] = files
  const coded = { br, gzip }
  await app.register(async (scope) => {
    makePublic(scope)
    allowAnyOrigin(scope)
    // By the content: a package gives all its files the same time.
    await scope.register(etag)
    scope.get(WIDGET, (request, reply) => {
      const accepted = request.headers['accept-encoding'] ?? ''
      const coding = CODINGS.find((name) => accepted.includes(name))
      reply
        .headers({ 'cache-control': 'public, no-cache', vary: 'accept-encoding' })
        .type('text/javascript; charset=utf-8')
      if (coding !== undefined) reply.header('content-encoding', coding)
      return reply.send(coding === undefined ? plain : coded[coding])
    })
  })
}
