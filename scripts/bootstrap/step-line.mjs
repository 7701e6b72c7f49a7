const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const TERMINAL_INTERVAL_MS = 100
/** A log gets a sign of life this often, so that nobody takes a slow step for a hanging one. */
const LOG_INTERVAL_MS = 10_000

/**
 * Prints one line for one step: `✓ title: note (1.2 s)`. While the work lasts a terminal shows a moving line with
 * the latest detail, a log gets that detail every ten seconds.
 * @param {string} title
 * @param {(detail: (text: string) => void) => Promise<string | undefined | void>} work gives back the note
 */
export async function showStep(title, work) {
  const started = performance.now()
  const live = process.stdout.isTTY
  let latest = ''
  let frame = 0

  const paint = live
    ? () =>
        process.stdout.write(
          `\r\x1b[K${fit(`${SPINNER[frame++ % SPINNER.length]} ${title} ${secondsSince(started)} ${latest}`)}`,
        )
    : () => console.log(`… ${title} (${secondsSince(started)}) ${latest}`.trimEnd())
  const timer = setInterval(paint, live ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS)
  /** @param {string} text */
  const finish = (text) => {
    clearInterval(timer)
    console.log(`${live ? '\r\x1b[K' : ''}${text} (${secondsSince(started)})`)
  }

  try {
    const note = await work((text) => void (latest = text.trim() || latest))
    finish(`✓ ${title}${note ? `: ${note}` : ''}`)
  } catch (error) {
    finish(`✗ ${title}`)
    throw error
  }
}

/** @param {number} started */
export function secondsSince(started) {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`
}

/** @param {string} text one line of the terminal at most, or the moving line would scroll */
function fit(text) {
  return text.slice(0, (process.stdout.columns ?? 80) - 1)
}
