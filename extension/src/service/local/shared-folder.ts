import { posix, win32 } from 'node:path'

/** The facts that decide where a user's session files are. */
export interface Machine {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  home: string
}

/**
 * The folder by which a user's windows find this machine's one service, by version. On Linux the runtime directory,
 * else the state directory (XDG Base Directory Specification); on macOS and Windows the usual folder.
 */
export function sharedFolder({ platform, env, home }: Machine, version: string): string {
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'] ?? win32.join(home, 'AppData', 'Local')
    return win32.join(local, 'Sandrun', version)
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Sandrun', version)
  const runtime = absolute(env['XDG_RUNTIME_DIR'])
  if (runtime !== undefined) return posix.join(runtime, 'sandrun', version)
  const state = absolute(env['XDG_STATE_HOME']) ?? posix.join(home, '.local', 'state')
  return posix.join(state, 'sandrun', 'shared', version)
}

/** "All paths set in these environment variables must be absolute": others are ignored. */
function absolute(path: string | undefined): string | undefined {
  return path !== undefined && posix.isAbsolute(path) ? path : undefined
}

/**
 * The environment of a service started from an editor: the user's, without the editor's own variables and without
 * Sandrun's settings, which another extension may have taken from a folder. It makes VS Code's program run as Node.
 */
export function serviceEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(?:VSCODE_|ELECTRON_|SANDRUN_|NODE_OPTIONS$)/i.test(name))
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' }
}
