import { expect, it } from 'vitest'
import { startService } from '../../test/support/service.ts'
import { startBrowser } from './support/page.ts'

it('shows the API at /docs, under its policy, without anything from elsewhere', async () => {
  await using service = await startService()
  const browser = await startBrowser()
  try {
    const page = await browser.newPage()
    const complaints: string[] = []
    const hosts = new Set<string>()
    page.on('pageerror', ({ message }) => complaints.push(message))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) hosts.add(new URL(request.url()).host)
    })
    await page.goto(new URL('/docs', service.url).href)
    await page.getByRole('button', { name: 'POST /v1/runs Run a program' }).click()
    await page.getByRole('button', { name: 'Try it out' }).click()
    await page.getByRole('button', { name: 'Execute', exact: true }).click()
    await page.getByText('nurdnas').last().waitFor()
    expect(complaints).toEqual([])
    expect([...hosts]).toEqual([service.url.host])
  } finally {
    await browser.close()
  }
})
