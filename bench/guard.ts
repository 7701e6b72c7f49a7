import { type LanguageFigures, ratio, type Report } from './report.ts'

/** Machines differ in more than speed, and five rounds have noise: reports only what got this much worse. */
const ROOM = 1.8
/** In a start this short, the noise is as long as the start. In milliseconds. */
const SHORT_MS = 3

/** The languages whose ratio to bare is far above the committed report's, one sentence each. */
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
