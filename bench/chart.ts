import { type LanguageFigures, ratio } from './report.ts'

const WIDTH = 720
const ROW = 20
const LABEL = 110
const FIGURE = 120
const TOP = 46
const BOTTOM = 12
/** The left and right edge of a bar on the logarithmic scale. */
const LEAST = 0.01
const MOST = 4
const MARKS = [0.01, 0.1, 0.25, 0.5, 1, 2]

const place = (value: number): number => {
  const share = Math.log(Math.min(Math.max(value, LEAST), MOST) / LEAST) / Math.log(MOST / LEAST)
  return LABEL + share * (WIDTH - LABEL - FIGURE)
}

const round = (value: number): string => value.toFixed(1)

/** Bars of the ratio to bare, a row for each language, in their order. Readable on white and on black. */
export function chart(figures: readonly LanguageFigures[]): string {
  const height = TOP + figures.length * ROW + BOTTOM
  const marks = MARKS.map((mark) => {
    const x = round(place(mark))
    const look = mark === 1 ? 'class="bare"' : 'class="mark"'
    return `<line ${look} x1="${x}" x2="${x}" y1="${TOP - 8}" y2="${height - BOTTOM}"/><text x="${x}" y="${TOP - 14}" text-anchor="middle">${mark} ×</text>`
  })
  const bars = figures.map((one, index) => {
    const y = TOP + index * ROW
    const value = ratio(one)
    const look = value <= 1 ? 'faster' : 'slower'
    const width = round(place(value) - LABEL)
    return [
      `<text x="${LABEL - 8}" y="${y + 14}" text-anchor="end">${one.id}</text>`,
      `<rect class="${look}" x="${LABEL}" y="${y + 3}" width="${width}" height="${ROW - 6}" rx="2"/>`,
      `<text x="${WIDTH - FIGURE + 8}" y="${y + 14}">${value.toFixed(2)} × · ${one.sandrun.toFixed(0)} ms</text>`,
    ].join('')
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    '<title>Time to the first byte of hello against the bare command, by language</title>',
    `<style>text{font:12px system-ui,sans-serif;fill:#57606a}.mark{stroke:#8c959f;stroke-opacity:.35}.bare{stroke:#8c959f;stroke-width:2}.faster{fill:#2da44e}.slower{fill:#bf8700}`,
    '@media (prefers-color-scheme:dark){text{fill:#9198a1}}</style>',
    `<text x="${LABEL}" y="14">first byte of hello ÷ the bare command (1 × = as fast as running it yourself; shorter is faster)</text>`,
    ...marks,
    ...bars,
    '</svg>',
    '',
  ].join('\n')
}
