import { type Browser, chromium } from 'playwright-core'

/**
 * Headless Chromium that resolves these names to these addresses. Without its own sandbox, since tests run as root, and
 * without calling home.
 */
export function startBrowser(hosts: Readonly<Record<string, string>>): Promise<Browser> {
  const rules = Object.entries(hosts).map(([name, address]) => `MAP ${name} ${address}`)
  return chromium.launch({
    executablePath: process.env['SANDRUN_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
      // Chromium asks before a page of the internet reaches this machine: here only the service must refuse.
      '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,PrivateNetworkAccessRespectPreflightResults',
      `--host-resolver-rules=${rules.join(',')}`,
    ],
  })
}
