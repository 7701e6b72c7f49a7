/** Makes a workbench look the same everywhere, without distractions. */
export const CALM_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'window.menuBarVisibility': 'compact',
  'editor.minimap.enabled': false,
  'editor.fontFamily': 'DejaVu Sans Mono',
  'editor.fontSize': 14,
  'terminal.integrated.fontFamily': 'DejaVu Sans Mono',
  'terminal.integrated.fontSize': 14,
  // Text drawn by a graphics card cannot be read back.
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.initialHint': false,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
}

/** The workbench as a user sees it: through what is on the screen. */
export class Workbench {
  #page

  constructor(page) {
    this.#page = page
  }

  /** Opens a file from the explorer in an editor that stays. */
  async openFile(name) {
    await this.#page.getByRole('treeitem', { name }).first().dblclick()
    await this.#page.locator(`.monaco-editor[data-uri$="/${name}"]`).waitFor()
    // The buttons follow the editor a moment later; until then ▷ belongs to the last file.
    await this.#page.locator('.editor-group-container.active .editor-actions').waitFor()
    await this.#page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
  }

  /** The ▷ of the open editor. */
  get runButton() {
    return this.#page.locator('.editor-actions').getByRole('button', { name: 'Run in Sandbox' })
  }

  /** The Stop next to it while the file's program runs. */
  get stopButton() {
    return this.#page.locator('.editor-actions').getByRole('button', { name: 'Stop' })
  }

  /** The status bar's text about the last run. */
  get status() {
    return this.#page.locator('.statusbar-item[id="sandrun.sandrun.sandrun.status"]')
  }

  /** Runs a command from the palette by its title. */
  async command(title) {
    await this.#page.keyboard.press('F1')
    await this.#page.locator('.quick-input-widget input').fill(`>${title}`)
    await this.pick(title)
  }

  /** Chooses an entry of the open list. */
  async pick(label) {
    await this.#page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first().click()
  }

  /** The palette's first entry for these words. */
  async firstCommand(words) {
    await this.#page.keyboard.press('F1')
    await this.#page.locator('.quick-input-widget input').fill(`>${words}`)
    const first = this.#page.locator('.quick-input-list .monaco-list-row').first()
    await first.filter({ hasText: 'Input' }).waitFor()
    const text = await first.textContent()
    await this.#page.keyboard.press('Escape')
    return text
  }

  /** The visible terminal. */
  get terminal() {
    return this.#page.locator('.terminal.xterm').filter({ visible: true })
  }

  /** The text of each row's cells, without the empty ones at the end. */
  async terminalRows() {
    const rows = await this.terminal.locator('.xterm-rows > div').allTextContents()
    return rows.map((row) => row.replaceAll('\u00A0', ' ').trimEnd())
  }

  /** Follows the link in the first cells of a row. */
  async followLink(row) {
    const cells = this.terminal.locator('.xterm-rows > div').nth(row)
    const { x, y, height } = await cells.boundingBox()
    await this.#page.keyboard.down('Control')
    await this.#page.mouse.move(x + 12, y + height / 2, { steps: 4 })
    await this.#page.getByText('Open the line in the editor').waitFor()
    await this.#page.mouse.click(x + 12, y + height / 2)
    await this.#page.keyboard.up('Control')
  }

  /** The text of the output panel. */
  get output() {
    return this.#page.locator('.monaco-editor[data-uri^="output:"] .view-lines')
  }

  /** Waits until the output panel shows this in one line. */
  async outputShows(text) {
    await this.output.locator('.view-line').filter({ hasText: text }).first().waitFor()
  }

  /** Sends a line by the input box. */
  async answer(line) {
    const box = this.#page.locator('.quick-input-widget input')
    await box.fill(line)
    await box.press('Enter')
  }

  /** Types into the terminal, which needs the focus. */
  async type(text) {
    await this.#page.locator('.terminal.xterm.focus').waitFor()
    await this.#page.keyboard.type(text)
  }

  /** Waits until the terminal shows this. */
  async terminalShows(text) {
    const rows = this.#page.locator('.terminal.xterm .xterm-rows').filter({ visible: true })
    await rows.filter({ hasText: text }).waitFor()
  }
}
