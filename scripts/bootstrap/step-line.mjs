const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const TERMINAL_INTERVAL_MS = 100
/** How often to write to a log, so that a slow step does not look like a hanging one. */
const LOG_INTERVAL_MS = 10_000
const CLEAR_LINE = '\r\x1b[K'

/** @typedef {{ title: string, started: number, latest: string, usually: number | undefined }} RunningStep */

/** The running steps, in the order they began: a terminal has one moving line for all. @type {Set<RunningStep>} */
const running = new Set()
/** @type {NodeJS.Timeout | undefined} */
let painting
let frame = 0

/**
 * Prints one line for one step: `✓ title: note (1.2 s)`. During the work a terminal shows a moving line with the latest
 * detail, and a log gets that detail every ten seconds. Steps may overlap.
 * @param {string} title
 * @param {(detail: (text: string) => void) => Promise<string | undefined | void>} work returns the note
 * @param {{ usually?: number | undefined }} [options] `usually` is how many seconds it takes on a fresh machine
 */
export async function showStep(title, work, { usually } = {}) {
  /** @type {RunningStep} */
  const step = { title, started: performance.now(), latest: '', usually }
  running.add(step)
  const live = process.stdout.isTTY
  painting ??= live ? setInterval(paint, TERMINAL_INTERVAL_MS) : undefined
  const sign = live
    ? undefined
    : setInterval(
        () => console.log(`… ${title} (${progressOf(step, performance.now())}) ${step.latest}`.trimEnd()),
        LOG_INTERVAL_MS,
      )
  /** @param {string} text */
  const finish = (text) => {
    clearInterval(sign)
    running.delete(step)
    if (running.size === 0) {
      clearInterval(painting)
      painting = undefined
    }
    say(`${text} (${secondsSince(step.started)})`)
  }

  try {
    // A message may have several lines.
    const note = await work((text) => void (step.latest = text.trim().replaceAll(/\s+/g, ' ') || step.latest))
    finish(`✓ ${title}${note ? `: ${note}` : ''}`)
  } catch (error) {
    finish(`✗ ${title}`)
    throw error
  }
}

/** Prints a separate line while steps may be running. @param {string} text */
export function say(text) {
  console.log(`${process.stdout.isTTY ? CLEAR_LINE : ''}${text}`)
}

/** @param {number} started */
export function secondsSince(started) {
  return seconds(performance.now() - started)
}

/** @param {number} milliseconds */
function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

function paint() {
  process.stdout.write(
    `${CLEAR_LINE}${movingLine([...running], { columns: process.stdout.columns ?? 80, frame: frame++, now: performance.now() })}`,
  )
}

/**
 * A terminal's line for the running steps: one line at most, or it would scroll.
 * @param {readonly RunningStep[]} steps
 * @param {{ columns: number, frame: number, now: number }} view
 */
export function movingLine(steps, { columns, frame: at, now }) {
  // Each has its share, so that a long message hides no other.
  const share = Math.floor((columns - 3) / Math.max(1, steps.length)) - 3
  const parts = steps.map((step) => `${step.title} ${progressOf(step, now)} ${step.latest}`.slice(0, share).trimEnd())
  return `${SPINNER[at % SPINNER.length]} ${parts.join(' · ')}`
}

/**
 * @param {RunningStep} step
 * @param {number} now
 */
function progressOf({ started, usually }, now) {
  return `${seconds(now - started)}${usually === undefined ? '' : ` of about ${usually} s`}`
}
