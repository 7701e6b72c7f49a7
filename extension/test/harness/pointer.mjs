const STEP_MS = 30

/** A mouse that a recording shows: a headless browser draws no pointer, so the page does. */
export class Pointer {
  #page
  #x
  #y

  constructor(page, x, y) {
    this.#page = page
    this.#x = x
    this.#y = y
  }

  async appear() {
    await this.#page.mouse.move(this.#x, this.#y)
    await this.#page.evaluate(drawPointer, [this.#x, this.#y])
  }

  /** Moves to the middle of what the locator finds, fast first and slowly in the end. */
  async moveTo(locator, ms) {
    const { x, y, width, height } = await locator.boundingBox()
    const [fromX, fromY, toX, toY] = [this.#x, this.#y, x + width / 2, y + height / 2]
    const begin = performance.now()
    for (let done = 0; done < 1;) {
      done = Math.min(1, (performance.now() - begin) / ms)
      const eased = 1 - (1 - done) ** 3
      await this.#page.mouse.move(fromX + (toX - fromX) * eased, fromY + (toY - fromY) * eased)
      await this.#page.waitForTimeout(STEP_MS)
    }
    this.#x = toX
    this.#y = toY
  }

  async click() {
    await this.#page.mouse.click(this.#x, this.#y, { delay: 90 })
  }
}

/** Runs in the page, whose trusted types allow no HTML in a string. */
function drawPointer([x, y]) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const arrow = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  arrow.setAttribute('d', 'M1 1v18l4.5-4 3 6.500 3-1.500-3-6H15z')
  arrow.setAttribute('fill', '#fff')
  arrow.setAttribute('stroke', '#000')
  svg.append(arrow)
  Object.assign(svg.style, { position: 'fixed', left: '0', top: '0', width: '18px', height: '24px', zIndex: '99999' })
  svg.style.pointerEvents = 'none'
  const place = (left, top) => (svg.style.transform = `translate(${left}px, ${top}px)`)
  place(x, y)
  addEventListener('mousemove', (event) => place(event.clientX, event.clientY), { capture: true })
  document.body.append(svg)
}
