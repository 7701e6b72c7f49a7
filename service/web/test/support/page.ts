import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core'

/** Headless Chromium, without its own sandbox because tests run as root, and without telemetry. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['SANDRUN_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
  })
}

/** As patient as the project's `expect.poll`: a busy machine must not fail a test. */
const WAIT_MS = 90_000

/** The page from a person's view: through the screen. */
export class WebPage implements AsyncDisposable {
  readonly page: Page
  /** The browser's complaints: errors, and everything its policy has blocked. */
  readonly complaints: string[] = []

  private constructor(page: Page) {
    this.page = page
    page.setDefaultTimeout(WAIT_MS)
    page.on('pageerror', ({ message }) => this.complaints.push(message))
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
  }

  /** A page in a new profile, loaded and ready to run. */
  static async open(browser: Browser, url: URL, options: BrowserContextOptions = {}): Promise<WebPage> {
    return WebPage.openTab(await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options }), url)
  }

  /** Another page in the same profile. */
  static async openTab(context: BrowserContext, url: URL): Promise<WebPage> {
    const page = new WebPage(await context.newPage())
    await page.page.goto(url.href)
    await page.ready()
    return page
  }

  /** Waits until the page has its languages and its program. */
  async ready(): Promise<void> {
    await this.languageButton.and(this.page.locator(':enabled')).waitFor()
  }

  get runButton(): Locator {
    return this.page.getByRole('button', { name: 'Run', exact: false }).and(this.page.locator('.run-button'))
  }

  get stopButton(): Locator {
    return this.page.getByRole('button', { name: 'Stop' }).and(this.page.locator('.run-button'))
  }

  get languageButton(): Locator {
    return this.page.locator('[data-opens="languages"]')
  }

  get editor(): Locator {
    return this.page.getByRole('textbox', { name: 'Program' })
  }

  /** The verdict as text. */
  get status(): Locator {
    return this.page.getByRole('status').and(this.page.locator('.verdict'))
  }

  /** Replaces the editor's content with this. */
  async write(code: string): Promise<void> {
    await this.editor.focus()
    // The editor deletes its text itself; a browser that replaces coloured text writes style attributes.
    await this.page.keyboard.press('Control+a')
    await this.page.keyboard.press('Delete')
    await this.page.keyboard.insertText(code)
  }

  async chooseLanguage(name: string): Promise<void> {
    await this.languageButton.click()
    await this.page.getByRole('combobox', { name: 'Search languages' }).fill(name)
    await this.page.keyboard.press('Enter')
    await this.hasLanguage(name)
  }

  /** Waits until the language is chosen and the editor has a program: its sample may come between two keys. */
  async hasLanguage(name: string): Promise<void> {
    await this.languageButton.filter({ hasText: name }).waitFor()
    await this.editor.filter({ hasText: /\S/ }).waitFor()
  }

  /** Brings one of Code, Terminal, Input and Cases to the front. */
  async show(view: string): Promise<void> {
    await this.page.locator('.side-tabs button, .view-switch button').filter({ hasText: view, visible: true }).click()
  }

  /** Waits until the terminal shows this. */
  async terminalShows(text: string | RegExp): Promise<void> {
    await this.page.locator('.xterm-rows').filter({ hasText: text }).waitFor()
  }

  /** Waits for a verdict with these words; a failure tells which verdict came instead, and what the page shows. */
  async ends(verdict: string | RegExp): Promise<void> {
    try {
      await this.status.filter({ hasText: verdict }).waitFor()
    } catch (cause) {
      const [status, program, ...screen] = await Promise.all(
        [this.status, this.editor, this.page.locator('.xterm-rows')].map((part) => part.innerText()),
      )
      throw new Error(`The verdict is: ${status}\nThe program: ${program}\nThe terminal: ${screen.join('')}`, { cause })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close()
  }
}
