import { describe, expect, it } from 'vitest'
import { serviceEnvironment, sharedFolder } from './shared-folder.ts'

describe('the folder of the shared service', () => {
  it.each([
    ['linux', { XDG_RUNTIME_DIR: '/run/user/1000' }, '/home/ada', '/run/user/1000/sandrun/0.1.0'],
    ['linux', { XDG_STATE_HOME: '/state' }, '/home/ada', '/state/sandrun/shared/0.1.0'],
    [
      'linux',
      { XDG_RUNTIME_DIR: 'run', XDG_STATE_HOME: '' },
      '/home/ada',
      '/home/ada/.local/state/sandrun/shared/0.1.0',
    ],
    ['darwin', { XDG_RUNTIME_DIR: '/run' }, '/Users/ada', '/Users/ada/Library/Application Support/Sandrun/0.1.0'],
    ['win32', { LOCALAPPDATA: String.raw`D:\Local` }, String.raw`C:\Users\Ada`, String.raw`D:\Local\Sandrun\0.1.0`],
    ['win32', {}, String.raw`C:\Users\Ada B`, String.raw`C:\Users\Ada B\AppData\Local\Sandrun\0.1.0`],
  ] as const)('is right on %s with %j', (platform, env, home, folder) => {
    expect(sharedFolder({ platform, env, home }, '0.1.0')).toBe(folder)
  })
})

it("gives the service the person's environment, without the editor's or a folder's variables", () => {
  const given = {
    PATH: '/bin',
    DOCKER_HOST: 'tcp://there',
    VSCODE_IPC_HOOK: 'x',
    ELECTRON_NO_ATTACH_CONSOLE: '1',
    NODE_OPTIONS: '--inspect',
    SANDRUN_LANGUAGES_DIR: '/evil',
  }
  expect(serviceEnvironment(given)).toEqual({ PATH: '/bin', DOCKER_HOST: 'tcp://there', ELECTRON_RUN_AS_NODE: '1' })
})
