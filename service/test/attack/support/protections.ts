import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The agent's lines that protect it against the program, each with the edit that removes it. */
export const PROTECTIONS = {
  filter: {
    line: 'return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;',
    without: '(void)program; return true;',
  },
  sockets: {
    line: 'if (cause == CAUSE_NONE && !sockets_fit(&execution->sockets, &agent->cgroup, cpu_us))',
    without: 'if (false)',
  },
  'not-dumpable': { line: 'prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);', without: '' },
} as const

export type Protection = keyof typeof PROTECTIONS

/** The path of the only source in a folder with this protection's line. Throws if none or several have it. */
export function sourceOf(protection: Protection, folder: string): string {
  const { line } = PROTECTIONS[protection]
  const paths = globSync('*.c', { cwd: folder }).map((name) => join(folder, name))
  const [path, ...others] = paths.filter((one) => readFileSync(one, 'utf8').includes(line))
  if (path === undefined || others.length > 0) {
    throw new Error(`Not one source of the agent has "${line}": this control has to follow it.`)
  }
  return path
}
