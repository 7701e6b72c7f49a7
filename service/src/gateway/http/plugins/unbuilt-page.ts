import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'

/** Answers these addresses with the reason why the page is not there. */
export function registerUnbuilt(app: FastifyInstance, addresses: readonly string[]): void {
  app.log.warn('The web page is not built: pnpm --filter @sandrun/web run build')
  for (const url of addresses) {
    app.get(url, { config: { public: true } }, () => {
      throw new SandrunError('not-found', 'The web page is not built.', {
        hint: 'Build it with npm start or pnpm --filter @sandrun/web run build, then restart the service.',
      })
    })
  }
}
