import { execFile, execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** A folder for the programs of one test file. */
export interface Workspace extends AsyncDisposable {
  path: string
  /** Writes a file and its folders, and returns its path. */
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
 * The environment of a command without a service: none is chosen, none runs where it looks (nothing listens on the
 * discard port, RFC 863), and `home` has the settings.
 */
export function withoutService(home: string): Record<string, string | undefined> {
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
  /** The file to run; by default the sources. */
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

/** How long to wait for something on a screen. */
export const PATIENCE = { timeout: 20_000 }

/** A shell in a real terminal (tmux), used as a person would. */
export interface Screen extends Disposable {
  /** The visible text. */
  look: () => string
  /** Keys by their names in tmux (tmux(1), KEY BINDINGS); anything else is text. */
  type(...keys: string[]): void
  /** Types the command with these arguments and then prints its exit code, as `code=0`. */
  run(...args: string[]): void
  /** The window title that programs have set. */
  title(): string
  /** tmux's flags of the terminal's state, by name (tmux(1), FORMATS). */
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
      // Clears the screen at once, so that older text is not mistaken for this command's.
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
