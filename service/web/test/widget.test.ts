import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Notes, notesPage } from './support/notes.ts'
import { type Site, startSite } from './support/site.ts'

let site: Site
let pages = 0

beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site[Symbol.asyncDispose]())

interface PutOptions {
  lang?: string
  headers?: Record<string, string>
}

/** A page with this in its body, on the site whose pages may use the service. */
function put(body: string, { lang = 'en', headers = {} }: PutOptions = {}): string {
  const path = `/page-${pages++}.html`
  site.put(path, notesPage(site.service.url, body, lang), headers)
  return path
}

const open = (body: string, options: PutOptions = {}): Promise<Notes> =>
  Notes.open(site.browser, site.notes(put(body, options)))

const ASKS =
  '<pre><code>print("Hello,", input("Who? "))\n</code></pre><sandrun-editor language="python"></sandrun-editor>'

it('runs the block before it, and a reader answers what the program asks', async () => {
  await using notes = await open(ASKS)
  await notes.button('Run').click()
  await notes.says('Waiting for input')
  await notes.shows('Who?')
  await notes.page.keyboard.type('Ada')
  await notes.page.keyboard.press('Enter')
  await notes.shows(/Who\? Ada\s+Hello, Ada/)
  await notes.says('Finished')
  expect(await notes.input.isVisible()).toBe(false)
  expect(notes.complaints).toEqual([])
})

it('works with the keyboard alone: run, type, end the input, interrupt, stop', async () => {
  await using notes = await open(
    '<pre class="lang-python">import sys, time\nprint(len(sys.stdin.read()))\ntry: time.sleep(600)\nexcept KeyboardInterrupt: print("caught")\ninput()</pre><sandrun-editor></sandrun-editor>',
  )
  await notes.button('Run').focus()
  await notes.page.keyboard.press('Enter')
  await notes.says('Waiting for input')
  await notes.page.keyboard.type('four\n')
  await notes.page.keyboard.press('Control+d')
  await notes.shows(/five|5/)
  await notes.page.keyboard.press('Control+c')
  await notes.shows('caught')
  await notes.says('Waiting for input')
  await notes.page.keyboard.press('Control+.')
  await notes.says('Stopped')
  await expect.poll(() => notes.button('Run').evaluate((button) => button.matches(':focus'))).toBe(true)
  await notes.page.keyboard.press('Control+Enter')
  await notes.says('Waiting for input')
  await notes.button('Stop').click()
  await notes.says('Stopped')
})

it('is edited in the place of the block, in colours, until it is reset', async () => {
  const style = '<style>pre { display: block }</style>'
  await using notes = await open(style + ASKS.replace('input("Who? ")', '"nobody"'))
  await notes.button('Edit').click()
  const editor = notes.widget.getByRole('textbox', { name: 'Program' })
  await editor.waitFor()
  expect(await notes.page.locator('pre code').isVisible()).toBe(false)
  await notes.widget.locator('.cm-line span').first().waitFor()
  await notes.page.keyboard.press('Control+a')
  await notes.page.keyboard.insertText('print("changed")')
  await notes.page.keyboard.press('Control+Enter')
  await notes.shows('changed')
  await notes.says('Finished')
  await notes.button('Reset').click()
  expect(await notes.page.locator('pre code').isVisible()).toBe(true)
  await notes.button('Run').click()
  await notes.shows('Hello, nobody')
  expect(notes.complaints).toEqual([])
})

it('has hidden files, a template, arguments, input, another block, and no editor if its page wants none', async () => {
  site.put('/greet.py', 'def greet(name):\n    return "Hello, " + name\n')
  await using notes = await open(`
    <div id="there"><pre>print(greet(input()), *sys.argv[1:], end=END)</pre></div>
    <template id="around">import sys\nfrom greet import greet\nfrom end import END\n##CODE##</template>
    <script type="text/plain" id="end.py">END = "!"</script><p>Between.</p>
    <sandrun-editor language="py" selector="#there pre" template="#around" files="greet.py #end.py" args="one 'two three'"
      stdin="Ada" readonly></sandrun-editor>`)
  expect(await notes.button('Edit').isVisible()).toBe(false)
  await notes.button('Run').click()
  await notes.shows('Hello, Ada one two three!')
  await notes.says('Finished')
})

it.each([
  ['a compile error', 'c', 'int main(void) { return x; }', /Does not compile/, /x.* undeclared/s],
  ['an exit code', 'python', 'raise SystemExit(3)', /Failed Exit code 3/, /^$/],
  ['a limit, with its value', 'python', 'x = bytearray(1 &lt;&lt; 40)', /Memory limit .*256|Failed/, /./],
  [
    'colours, and markup as text',
    'python',
    String.raw`print("\x1b[31m&lt;b&gt;red&lt;/b&gt;")`,
    /Finished/,
    /<b>red<\/b>/,
  ],
])('tells %s', async (_what, language, code, status, output) => {
  await using notes = await open(`<pre>${code}</pre><sandrun-editor language="${language}"></sandrun-editor>`)
  await notes.button('Run').click()
  await notes.says(status)
  expect(await notes.output.innerText()).toMatch(output)
})

describe('a sentence says what is wrong', () => {
  it.each([
    ['no block', '<sandrun-editor language="python"></sandrun-editor>', 'There is no code block'],
    ['no language', '<pre>1</pre><sandrun-editor></sandrun-editor>', 'lacks the attribute language'],
    ['an unknown language', '<pre>1</pre><sandrun-editor language="klingon"></sandrun-editor>', 'klingon'],
    ['no file', '<pre>1</pre><sandrun-editor language="c" files="#none"></sandrun-editor>', '"#none"'],
    ['no address', '<pre>1</pre><sandrun-editor language="c" server="here"></sandrun-editor>', '"here" is not'],
    [
      'no service',
      '<pre>1</pre><sandrun-editor language="c" server="http://127.0.0.1:9"></sandrun-editor>',
      'not answer',
    ],
    [
      'a bad token',
      '<pre>1</pre><sandrun-editor language="c" token="guess"></sandrun-editor>',
      'The token is not valid',
    ],
  ])('%s', async (_what, body, sentence) => {
    await using notes = await open(`<h2>Code</h2><div>${body}</div>`)
    await notes.button('Run').click()
    await notes.says(sentence)
  })

  it.each([
    ['en', 'Run', /Pages of http:\/\/other\.example:\d+ may not use this service/],
    ['zh-CN', '运行', /此服务不允许本站的页面运行程序/],
  ])('the origin of the page is not in the list, in %s', async (lang, run, sentence) => {
    await using notes = await Notes.open(site.browser, site.other(put(ASKS, { lang })))
    await notes.button(run).click()
    await notes.says(sentence)
  })
})

it('speaks Chinese on a Chinese page', async () => {
  await using notes = await open(ASKS, { lang: 'zh-Hans' })
  await notes.button('运行').click()
  await notes.says('正在等待输入')
  await notes.button('停止').click()
  await notes.says('已停止')
})

it('opens one editor, even if it is reset and opened again while that loads', async () => {
  await using notes = await open(ASKS)
  // Both have settled when this has.
  await notes.page.evaluate(
    '(async (widget) => { const first = widget.edit(); widget.reset(); await widget.edit(); await first })(document.querySelector("sandrun-editor"))',
  )
  const editors = notes.widget.getByRole('textbox', { name: 'Program' })
  expect(await editors.count()).toBe(1)
})

it('ends its program and shows the block again if it is taken off the page', async () => {
  await using notes = await open(ASKS.replace('print', 'import time; time.sleep(600); print'))
  await notes.button('Edit').click()
  await notes.button('Reset').waitFor()
  await notes.button('Run').click()
  await notes.says('Running')
  await notes.page.evaluate(() => document.querySelector('sandrun-editor')?.remove())
  expect(await notes.page.locator('pre code').isVisible()).toBe(true)
  await expect.poll(() => site.service.log.join('')).toContain('"verdict":"cancelled"')
})

it('works under a strict policy of its page', async () => {
  const { origin, host } = site.service.url
  const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin} ws://${host}; require-trusted-types-for 'script'`
  await using notes = await open(ASKS, { headers: { 'content-security-policy': policy } })
  await notes.button('Edit').click()
  await notes.button('Reset').waitFor()
  await notes.button('Run').click()
  await notes.says('Waiting for input')
  expect(notes.complaints).toEqual([])
})

describe('its colours', () => {
  const colour = (notes: Notes): Promise<string> =>
    notes.widget.locator('.box').evaluate((box) => getComputedStyle(box).backgroundColor)

  it.each([
    ['light', 'rgb(255, 255, 255)'],
    ['dark', 'rgb(25, 28, 32)'],
  ] as const)('are %s as the reader wants, and pass axe', async (colorScheme, background) => {
    await using notes = await Notes.open(site.browser, site.notes(put(ASKS)), { colorScheme })
    expect(await colour(notes)).toBe(background)
    await notes.button('Edit').click()
    await notes.button('Reset').waitFor()
    await notes.button('Run').click()
    await notes.says('Waiting for input')
    const { violations } = await new AxeBuilder({ page: notes.page }).include('sandrun-editor').analyze()
    expect(violations).toEqual([])
  })

  it('are those of the page if it sets them', async () => {
    const style = '<style>sandrun-editor { --sandrun-surface: rgb(1, 2, 3); --sandrun-color-scheme: dark }</style>'
    await using notes = await open(style + ASKS)
    expect(await colour(notes)).toBe('rgb(1, 2, 3)')
    expect(await notes.widget.evaluate((widget) => getComputedStyle(widget).colorScheme)).toBe('dark')
  })
})
