import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Fault } from './rules.ts'

/** A page's links to missing files, and to headings that their page does not have. */
export function brokenLinks(root: string, file: string, page: string): Fault[] {
  return page.split('\n').flatMap((text, index) =>
    [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]*))?\)/g)].flatMap(([link, path = '', anchor]) => {
      const target = path === '' ? file : join(dirname(file), path)
      const fault = { file, line: index + 1, text: link }
      if (!existsSync(join(root, target))) return [{ ...fault, advice: `${target} does not exist.` }]
      if (anchor === undefined || !target.endsWith('.md')) return []
      const headings = headingsOf(readFileSync(join(root, target), 'utf8'))
      return headings.has(anchor) ? [] : [{ ...fault, advice: `${target} has no heading #${anchor}.` }]
    }),
  )
}

/** Anchors in GitHub's form. */
function headingsOf(page: string): ReadonlySet<string> {
  const titles = page.split('\n').flatMap((line) => /^#+ (.*)$/.exec(line)?.[1] ?? [])
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replaceAll(/&[a-z]+;|[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(/\s/g, '-'),
    ),
  )
}
