import { chromium } from 'playwright-core'

/** Headless Chromium, without sandboxing of its own since tests run as root, and without calling home. */
export async function startBrowser() {
  return await chromium.launch({
    executablePath: process.env.SANDRUN_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
      // To Chromium a page that a test has filled in is one of the internet, which may not speak to this machine.
      '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets,LocalNetworkAccessChecksWebRTC',
    ],
  })
}
