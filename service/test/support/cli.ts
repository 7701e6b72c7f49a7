import { execFile, execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** A folder of its own for the programs of a test file. */
export interface Workspace extends AsyncDisposable {
  path: string
  /** Writes a file, with the folders it needs, and gives back its path. */
  write(name: string, content: string | Uint8Array): Promise<string>
}

export async function makeWorkspace(): Promise<Workspace> {
  const path = await mkdtemp(join(tmpdir(), 'sandrun-cli-'))
  return {
    path,
    async write(name, content) {
      const file = join(path, name)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content)
      return file
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  }
}

/**
 * The environment of a command that has no service: none is chosen, none runs where it looks (nothing listens on the
 * discard port, RFC 863), and the settings are those of `home`.
 */
export function lonely(home: string): Record<string, string | undefined> {
  return { SANDRUN_URL: undefined, SANDRUN_TOKEN: undefined, PORT: '9', XDG_CONFIG_HOME: home }
}

export interface Outcome {
  code: number | string | null | undefined
  stdout: string
  stderr: string
}

export interface CommandOptions {
  stdin?: string | Uint8Array
  env?: NodeJS.ProcessEnv
  cwd?: string
  /** Which file is run; the sources by default. */
  command?: string
}

/** Runs the command with pipes, as a script does. */
export function sandrun(
  args: readonly string[],
  { stdin = '', env = {}, cwd, command = MAIN }: CommandOptions = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, cwd, maxBuffer: 64 * 2 ** 20 }
    const child = execFile(process.execPath, [command, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr })
    })
    child.stdin?.end(stdin)
  })
}

/** How long a screen is looked at before what was to be seen is missing. */
export const PATIENCE = { timeout: 20_000 }

/** A shell in a real terminal (tmux), typed into and looked at as a person does. */
export interface Screen extends Disposable {
  /** What can be seen. */
  look: () => string
  /** Keys by the names tmux has for them (tmux(1), KEY BINDINGS); anything else is text. */
  type(...keys: string[]): void
  /** Types the command with these arguments and its exit code behind it, as `code=0`. */
  run(...args: string[]): void
  /** What programs have set as the window's title. */
  title(): string
  /** What tmux knows of the terminal's state, by the names it has for it (tmux(1), FORMATS). */
  flags(...names: string[]): string
  /** The terminal's settings (stty(1)). */
  settings(): string
  resize(cols: number, rows: number): void
}

export function openScreen(env: NodeJS.ProcessEnv, cwd: string, shell = 'bash --norc'): Screen {
  const session = `sandrun-${randomBytes(4).toString('hex')}`
  const options = { encoding: 'utf8', env: { ...process.env, ...env } } as const
  const tmux = (...args: string[]): string => execFileSync('tmux', ['-L', session, ...args], options)
  tmux('-f', '/dev/null', 'new-session', '-d', '-s', session, '-x', '90', '-y', '30', '-c', cwd, shell)
  const look = (): string => tmux('capture-pane', '-p', '-t', session)
  const type = (...keys: string[]): void => void tmux('send-keys', '-t', session, ...keys)
  return {
    look,
    type,
    run(...args) {
      // The screen is blank at once: what stands there from before is taken for nothing of this command.
      tmux('send-keys', '-R', '-t', session)
      type(`clear; ${[process.execPath, MAIN, ...args].map(quote).join(' ')}; echo code=$?`, 'Enter')
    },
    title: () => tmux('display-message', '-p', '-t', session, '#{pane_title}').trim(),
    flags: (...names) =>
      tmux('display-message', '-p', '-t', session, names.map((name) => `${name}=#{${name}}`).join(' ')).trim(),
    settings() {
      const device = tmux('display-message', '-p', '-t', session, '#{pane_tty}').trim()
      return execFileSync('stty', ['-F', device, '-a'], { encoding: 'utf8' })
    },
    resize: (cols, rows) => void tmux('resize-window', '-t', session, '-x', String(cols), '-y', String(rows)),
    [Symbol.dispose]: () => void tmux('kill-server'),
  }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
