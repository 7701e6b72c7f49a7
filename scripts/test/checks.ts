import { join } from 'node:path'
import { runCommand } from '../bootstrap/command.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'

export interface Check {
  name: string
  command: readonly [string, ...string[]]
  /** How to fix a failure. */
  todo: string
}

/** Every check without Docker or a network; unit tests are separate. */
export const CHECKS: readonly Check[] = [
  { name: 'format', command: ['oxfmt', '--check', '.'], todo: 'pnpm run format' },
  { name: 'lint', command: ['pnpm', 'run', '--silent', 'lint'], todo: 'Fix the places named above.' },
  { name: 'types', command: ['pnpm', 'run', '--silent', 'types'], todo: 'Fix the places named above.' },
  {
    name: 'folders',
    command: ['node', 'scripts/folders/main.ts'],
    todo: 'Move shared code to a folder that both may import.',
  },
  {
    name: 'prose',
    command: ['node', 'scripts/prose/main.ts'],
    todo: 'Rewrite the sentences named above. docs/glossary.md has the terms.',
  },
  { name: 'unused code', command: ['knip'], todo: 'Remove unused code, or name its user in knip.json.' },
]

/** If the check fails, throws with its whole output. */
export async function runCheck({ command: [program, ...args], todo }: Check): Promise<void> {
  const path = `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`
  await runCommand(program, args, { cwd: ROOT, env: { ...process.env, PATH: path }, todo, keep: Infinity })
}
