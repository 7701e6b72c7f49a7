import { chromium } from 'playwright-core'

/** Headless Chromium, without its own sandbox since tests run as root, and without telemetry. */
export async function startBrowser({ scale = 1 } = {}) {
  return await chromium.launch({
    executablePath: process.env.SANDRUN_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
      `--force-device-scale-factor=${scale}`,
      // Chromium treats a page that a test has mocked as from the internet, which may not reach this machine.
      '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets,LocalNetworkAccessChecksWebRTC',
    ],
  })
}
