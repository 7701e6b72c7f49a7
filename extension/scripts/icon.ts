import { readFileSync, writeFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

/** Draws icon.png from media/icon.svg; marketplaces take no SVG. Run it when the drawing changes. */
const SIZE = 256

const svg = readFileSync(new URL('../media/icon.svg', import.meta.url), 'utf8')
const browser = await chromium.launch({
  executablePath: process.env.SANDRUN_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } })
await page.setContent(`<style>body { margin: 0; background: none } svg { display: block }</style>${svg}`)
writeFileSync(new URL('../icon.png', import.meta.url), await page.screenshot({ omitBackground: true }))
await browser.close()
