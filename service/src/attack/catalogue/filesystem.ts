import { attacks, type Probe } from '../attack.ts'
import { runPython } from '../run/run-program.ts'

export const DEVICES = 'fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero'

export const FILESYSTEM: Probe = {
  id: 'filesystem',
  group: 'escape',
  impact: 'A program changes the host, or leaves something behind after its run.',
  attacks: [
    { name: 'write to /var/tmp', contained: 'EROFS' },
    ...attacks(['EROFS', 'EACCES'], ['write to /etc', 'set a kernel setting', 'plant beside the agent']),
    ...attacks(['EROFS', 'EACCES', 'ENOENT'], ['write to /sys', 'press SysRq']),
    {
      name: "read the kernel's memory",
      contained: ['EACCES', 'EPERM', 'ENOENT', '0'],
      impact: "A program reads the host's memory.",
    },
    { name: 'overwrite the agent', contained: ['EROFS', 'EACCES', 'ETXTBSY'] },
    { name: 'read a file of root', contained: 'EACCES' },
    { name: 'run from /work', tries: 'run a program from /work (the control)', contained: 'done' },
    ...attacks('EACCES', ['run from /tmp', 'run from /dev/shm'], {
      impact: 'A program can run files from a folder that should not contain programs, so a protection is missing.',
    }),
    {
      name: 'a device in /work',
      contained: 'EPERM',
      impact: "A program creates devices, and reads the host's data through them.",
    },
    {
      name: 'writable mounts',
      tries: 'find other writable places',
      contained: "['/dev/mqueue', '/dev/shm', '/tmp', '/work']",
    },
    { name: 'flags of /work', tries: 'open devices and gain rights in /work', contained: 'nodev nosuid' },
    ...['/tmp', '/dev/shm'].map((path) => ({
      name: `flags of ${path}`,
      tries: `run programs, open devices and gain rights in ${path}`,
      contained: 'nodev noexec nosuid',
    })),
    { name: 'devices', tries: "find the host's devices", contained: DEVICES },
  ],
  run: (target) => runPython(target, 'filesystem.py'),
}
