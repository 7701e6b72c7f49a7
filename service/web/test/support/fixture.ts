import type { Browser } from 'playwright-core'
import { startService, type TestService } from '../../../test/support/service.ts'
import { startBrowser } from './page.ts'

/** A real service and a real browser. */
export interface Fixture extends AsyncDisposable {
  service: TestService
  browser: Browser
}

export async function startFixture(environment: Record<string, string> = {}): Promise<Fixture> {
  const service = await startService(environment)
  const browser = await startBrowser()
  return {
    service,
    browser,
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      await service[Symbol.asyncDispose]()
    },
  }
}
