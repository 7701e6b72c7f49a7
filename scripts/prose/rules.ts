/** A text that people read: a paragraph, a cell, a message. */
export interface Passage {
  file: string
  line: number
  text: string
}

export interface Fault extends Passage {
  /** How to fix it. */
  advice: string
}

interface Rule {
  /** Matches at the fault, in one sentence. */
  pattern: RegExp
  advice: string
  /** A comment may be a fragment, such as "What a worker needs from its engine". */
  skipsComments?: true
  /** A title does not begin with a capital letter. */
  titlesOnly?: true
}

/** A fault only if nothing follows: "the leader of its own session" has the noun at its place. */
const OWN =
  '(?:its|their|your|our|his|her|one.s) own(?! (?!(?:and|as|at|by|for|if|in|on|or|since|that|to|which|with)\\b)\\p{L})'
const OWNERS = `ours|yours|theirs|${OWN}`

const BEGIN_WITH_NOUN = 'Begin with the noun: "Installs what is missing", not "What is missing is installed".'

const RULES: readonly Rule[] = [
  { pattern: /^(?:What|Who)\b[^?]*$/, advice: BEGIN_WITH_NOUN, skipsComments: true },
  {
    pattern: /^(?:Whoever|Whatever|Whose)\b[^?]*$|^Where (?:no|none|nobody|nothing|neither)\b/,
    advice: BEGIN_WITH_NOUN,
  },
  {
    pattern: /^(?:what|who|whoever|whatever|whose|none|nothing that)\b/,
    advice: 'Begin a title with a verb or with its subject: "ends a run", "a limit".',
    titlesOnly: true,
  },
  {
    pattern: /(?<!\bthere )\b(?:is|are|was|were) (?:no|none)\b(?! longer)/i,
    advice: 'Write "is not a" or "has no".',
  },
  {
    pattern: /^For (?:people|everyone|readers|whoever)\b/,
    advice: 'Write a whole sentence: "This page is for operators."',
    skipsComments: true,
  },
  {
    pattern: /\b(?:come|comes|came|coming) back\b/i,
    advice: 'Write "reconnect", "return" or "is available again".',
    skipsComments: true,
  },
  {
    pattern: /\bNode(?:'s\b| \d)/,
    advice: 'The runtime is "Node.js"; a node is a process of a cluster.',
    skipsComments: true,
  },
  { pattern: /\bon the clock\b/i, advice: 'Write "wall time".', skipsComments: true },
  {
    pattern: /\bthere (?:is|are) not\b(?! (?:a|an|any|enough|only|yet)\b)/i,
    advice: 'Write "missing" or "unknown": "an unknown language", not "a language there is not".',
  },
  {
    pattern: /\b(?:can't|cannot|could not|can not) be told\b/i,
    advice: 'Write "unknown" or "inconclusive".',
  },
  { pattern: new RegExp(`\\bof (?:${OWNERS})\\b`, 'iu'), advice: 'Write "its own token", not "a token of its own".' },
]

/** Sentences that break a rule, and words that the glossary replaces. */
export function faultsIn(passage: Passage, terms: ReadonlyMap<string, string>): Fault[] {
  const rules = RULES.filter(({ titlesOnly }) => titlesOnly === undefined)
  return sentencesOf(passage).flatMap((text) => {
    const foreign = [...terms].filter(([word]) => new RegExp(`\\b${word}s?\\b`, 'i').test(text))
    const renamed = foreign.map(([word, term]) => `The glossary says "${term}", not "${word}".`)
    return [...adviceOn(text, rules), ...renamed].map((advice) => ({ ...passage, text, advice }))
  })
}

/** Sentences of a comment that break a rule. Comments may use words of other systems, which the glossary replaces elsewhere. */
export function faultsInComment(comment: Passage): Fault[] {
  const rules = RULES.filter(({ skipsComments, titlesOnly }) => skipsComments === undefined && titlesOnly === undefined)
  return sentencesOf(comment).flatMap((text) => adviceOn(text, rules).map((advice) => ({ ...comment, text, advice })))
}

/** The faults of a test's title, which may use words of other systems too. */
export function faultsInTitle(title: Passage): Fault[] {
  return adviceOn(title.text, RULES).map((advice) => ({ ...title, advice }))
}

function adviceOn(text: string, rules: readonly Rule[]): string[] {
  return rules.filter(({ pattern }) => pattern.test(text)).map(({ advice }) => advice)
}

function sentencesOf({ text }: Passage): string[] {
  return text.split(/(?<=[.!?:;])\s+/).map((sentence) => sentence.replace(/^[^\p{L}]+/u, ''))
}

/** The terms of docs/glossary.md by the words that they replace. */
export function readGlossary(page: string): ReadonlyMap<string, string> {
  const rows = page.split('\n').flatMap((line) => {
    const [, term, , words] = /^\| ([^|]+) \| ([^|]+) \| ([^|]*)\|$/.exec(line) ?? []
    return term === undefined || words === undefined ? [] : [{ term, words }]
  })
  const named = rows.slice(1).filter(({ term }) => !term.startsWith('-'))
  return new Map(
    named.flatMap(({ term, words }) =>
      words
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== '')
        .map((word) => [word, term] as const),
    ),
  )
}
