import { type CaseResult, type TextOrBase64, toLossyText } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { OutputTotal } from './output-total.ts'

function result(stdout: TextOrBase64, stderr: TextOrBase64 = ''): CaseResult {
  const numbers = { exitCode: 0, signal: null, wallMs: 1, cpuMs: 1, memoryKb: 1, memorySource: 'rss' } as const
  return {
    name: '1',
    verdict: 'ok',
    message: '',
    run: { stdout, stderr, ...numbers, truncated: { stdout: 5, stderr: 0 } },
  }
}

it('leaves output that fits unchanged', async () => {
  const total = new OutputTotal(4000)
  const one = result('a'.repeat(2000), { base64: '/w==' })
  expect(await total.take(one)).toEqual(one)
  expect(total.isFull).toBe(false)
})

it('cuts the rest, marks the gap and counts it', async () => {
  const total = new OutputTotal(3000)
  await total.take(result('a'.repeat(2000)))
  const { run } = await total.take(result('b'.repeat(5000), 'why'))
  expect(run?.stdout).toMatch(/^b{500}\n\[… 4000 bytes left out …\]\nb{500}$/)
  expect(run?.truncated).toEqual({ stdout: 4005, stderr: 0 })
  expect(run?.stderr).toBe('why')
  expect(total.isFull).toBe(true)
})

it('counts the output as JSON, where a control character takes six bytes', async () => {
  const total = new OutputTotal(6000)
  const fits = result('\u0001'.repeat(999))
  expect(await total.take(fits)).toEqual(fits)
  const { run } = await new OutputTotal(6000).take(result('\u0001'.repeat(5000)))
  expect(run?.truncated.stdout).toBe(4005)
  expect(JSON.stringify(run?.stdout).length).toBeLessThan(6600)
})

it('is not deceived by control characters at the ends of a long text', async () => {
  const { run } = await new OutputTotal(6000).take(
    result(`${'\u0001'.repeat(3000)}${'a'.repeat(90_000)}${'\u0001'.repeat(3000)}`),
  )
  expect(JSON.stringify(run?.stdout).length).toBeLessThan(6600)
})

it('counts quotes, line ends and other scripts as JSON writes them', async () => {
  for (const text of ['"\\\n\t\b', 'ä漢👩‍💻', '\u007f\u0085']) {
    const exact = Buffer.byteLength(JSON.stringify(text)) - 2
    const one = new OutputTotal(exact + 1)
    await one.take(result(text))
    expect(one.isFull).toBe(false)
    const other = new OutputTotal(exact)
    await other.take(result(text))
    expect(other.isFull).toBe(true)
  }
})

it('keeps the beginning and the end of everything after the cut', async () => {
  const total = new OutputTotal(0)
  for (let index = 0; index < 3; index++) {
    const { run } = await total.take(result('c'.repeat(10_000)))
    expect(run?.stdout).toMatch(/^c{256}\n.*\nc{256}$/)
  }
})

it('does not make binary output larger, even if the rest of it would be text', async () => {
  const bytes = Buffer.alloc(9000, 1)
  bytes[4500] = 0xff
  const total = new OutputTotal(3000)
  const { run } = await total.take(result({ base64: bytes.toString('base64') }))
  expect(JSON.stringify(run?.stdout).length).toBeLessThan(3600)
  expect(run?.truncated.stdout).toBeGreaterThan(6000)
})

it('cuts between characters, even those of two units', async () => {
  for (const text of ['😀', 'x😀', 'ä😀\u0001']) {
    const { run } = await new OutputTotal(3000).take(result(text.repeat(5000)))
    expect(run?.stdout).not.toMatch(/\p{Surrogate}/u)
    expect(JSON.stringify(run?.stdout).length).toBeGreaterThan(1000)
    const kept = Buffer.byteLength(toLossyText(run?.stdout ?? '').replace(/\n\[… \d+ bytes left out …\]\n/, ''))
    expect(kept + (run?.truncated.stdout ?? 0) - 5).toBe(Buffer.byteLength(text) * 5000)
  }
})

it('lets others run while it measures', async () => {
  let turns = 0
  const turn = (): void => {
    turns++
    immediate = setImmediate(turn)
  }
  let immediate = setImmediate(turn)
  await new OutputTotal().take(result('a'.repeat(2 ** 22)))
  clearImmediate(immediate)
  expect(turns).toBeGreaterThan(8)
})
