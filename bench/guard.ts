import { type LanguageFigures, ratio, type Report } from './report.ts'

/** Two machines differ in more than their pace, and five rounds have noise: only what got this much worse is named. */
const ROOM = 1.8
/** Of a start this short, noise is as long as the start. In milliseconds. */
const SHORT_MS = 3

/** The languages whose ratio to bare is far above that of the committed report, a sentence each. */
export function regressions(measured: readonly LanguageFigures[], { languages }: Report): string[] {
  return measured.flatMap((now) => {
    const then = languages.find(({ id }) => id === now.id)
    if (then === undefined) return []
    const allowed = ratio(then) * ROOM
    const isWorse = ratio(now) > allowed && now.sandrun - now.bare * allowed > SHORT_MS
    const [was, is] = [ratio(then), ratio(now)].map((value) => value.toFixed(2))
    return isWorse ? [`${now.id}: hello takes ${is} × bare; the committed report has ${was} ×.`] : []
  })
}
