import { attacks, type Probe } from '../attack.ts'
import { runPython } from '../run/run-program.ts'

const NO_WAY = ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EHOSTUNREACH', 'ENODEV', 'EINVAL']

const ADDRESSES = [
  'the metadata of a cloud',
  'a neighbour by link-local',
  'a private network',
  "Docker's bridge",
  'the world',
  'the world by IPv6',
  'a private network by IPv6',
  'all neighbours by IPv6',
  'a neighbour by link-local IPv6',
]

const FAMILIES = ['uevent', 'audit', 'netfilter', 'ipsec', 'sockets of all', 'generic']

export const REACH: Probe = {
  id: 'reach',
  group: 'escape',
  impact: 'A program can connect to the host, to its network and to the internet.',
  attacks: [
    ...ADDRESSES.map((name) => ({ name: `a way to ${name}`, tries: `find a way to ${name}`, contained: NO_WAY })),
    {
      name: "the service's port",
      contained: 'ECONNREFUSED',
      impact: 'A program can use the service as any user of this machine can.',
    },
    { name: "the service's port by IPv6", contained: ['ECONNREFUSED', ...NO_WAY] },
    ...FAMILIES.map((name) => ({
      name: `netlink: ${name}`,
      contained: 'EPROTONOSUPPORT',
      impact: 'A program reaches parts of the kernel that no program here needs, including their bugs.',
    })),
    { name: 'make an interface', contained: ['EPERM', 'EOPNOTSUPP'] },
    { name: 'send ICMP raw', contained: ['EPERM', 'EPROTONOSUPPORT'] },
    ...attacks('[]', ['writable files of cgroups', 'writable files of /sys', 'writable kernel settings'], {
      impact: 'A program raises its own limits, or changes the host.',
    }),
    { name: 'make a cgroup', contained: ['EROFS', 'EACCES', 'ENOENT'], impact: 'A program leaves its own limits.' },
    ...attacks('[]', ['devices of the machine', 'files of the kernel for root', 'firmware'], {
      impact: "A program reads the host's memory, disks or hardware.",
    }),
    {
      name: 'an address of the kernel',
      contained: ['0', 'ENOENT', 'EACCES'],
      impact: 'A kernel bug is easier to exploit.',
    },
    { name: 'the namespaces of init', tries: 'open the namespaces of init', contained: 'EACCES' },
    {
      name: 'set-user-id programs',
      tries: 'find set-user-id programs in the image',
      contained: '[]',
      impact: 'Only no-new-privileges still prevents programs from becoming root in the sandbox.',
    },
  ],
  run: (target) => runPython(target, 'reach.py', { args: [target.url.port] }),
}
