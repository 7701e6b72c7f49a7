"""Tries actions that require privileges."""
import os
import socket
import stat
from attempt import attempt, call, in_child, report


def status(name):
    return next(line.split()[1] for line in open('/proc/self/status') if line.startswith(name + ':'))


for name in ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb', 'NoNewPrivs', 'Seccomp'):
    attempt(name, status, name)
open('/work/mine', 'w').close()
os.mkdir('/work/root')
attempt('user', lambda: os.getuid() == 0 and 'root' or 'not root')
attempt('other groups', lambda: [group for group in os.getgroups() if group != os.getgid()])
attempt('give a file away', os.chown, '/work/mine', 12345, 12345)
attempt('make a device', os.mknod, '/work/zero', 0o666 | stat.S_IFCHR, os.makedev(1, 5))
attempt('become another user', in_child, lambda: os.setuid(12345))
attempt('become another group', in_child, lambda: os.setgid(12345))
attempt('join groups', in_child, lambda: os.setgroups([0, 12345]))
attempt('change the root', in_child, lambda: os.chroot('/work/root'))
# Its protocol is one that the agent's filter allows.
attempt('send raw packets', lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP).close())
attempt('mount', call, 'mount', b'none', b'/work/root', b'tmpfs', 0, 0)
attempt('rename the host', lambda: socket.sethostname('evil'))
attempt('host name', socket.gethostname)
report()
