import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'

/** A page of documentation with these code blocks and widgets, in a language. */
export function notesPage(service: URL, body: string, lang = 'en'): string {
  return `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>Notes</title>
    <script src="${new URL('/sandrun-editor.js', service).href}"></script>
    <main><h1>Notes</h1>${body}</main></html>`
}

/** The first widget of a page, as its reader sees it. */
export class Notes implements AsyncDisposable {
  readonly page: Page
  readonly widget: Locator
  /** The browser's complaints. */
  readonly complaints: string[] = []

  private constructor(page: Page) {
    this.page = page
    this.widget = page.locator('sandrun-editor').first()
    page.on('pageerror', ({ message }) => this.complaints.push(message))
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
  }

  static async open(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Notes> {
    const context = await browser.newContext({ viewport: { width: 760, height: 700 }, ...options })
    const notes = new Notes(await context.newPage())
    await notes.page.goto(address)
    return notes
  }

  button(name: string): Locator {
    return this.widget.getByRole('button', { name, exact: true })
  }

  get output(): Locator {
    return this.widget.getByRole('log')
  }

  get input(): Locator {
    return this.widget.getByRole('textbox', { name: 'Input' })
  }

  /** Waits until the state line says this. */
  async says(text: string | RegExp): Promise<void> {
    await this.widget.getByRole('status').filter({ hasText: text }).waitFor()
  }

  async shows(text: string | RegExp): Promise<void> {
    await this.output.filter({ hasText: text }).waitFor()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close()
  }
}
