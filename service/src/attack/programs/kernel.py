"""Tries actions that only the host's root may do, each in a way that changes nothing even if it is allowed."""
import ctypes
import os
import resource
import stat
import struct
from attempt import attempt, call, checked, in_child, libc, report

NAMESPACES = {
    'time': 0x80, 'mount': 0x20000, 'cgroup': 0x2000000, 'uts': 0x4000000, 'ipc': 0x8000000, 'pid': 0x20000000,
    'network': 0x40000000,
}


def opened(name, *arguments):
    os.close(call(name, *arguments) or 0)


def join(kind):
    handle = os.open(f'/proc/self/ns/{kind}', os.O_RDONLY)
    call('setns', handle, 0)


def write_memory():
    word = ctypes.create_string_buffer(8)
    local = (ctypes.c_void_p * 2)(ctypes.addressof(word), 8)
    # Nothing is at this address, so EFAULT means that the kernel looked at it.
    call('process_vm_writev', 1, local, 1, (ctypes.c_void_p * 2)(4096, 8), 1, 0)


def all_capabilities():
    call('capset', struct.pack('=Ii', 0x20080522, 0), struct.pack('=6I', *[0xffffffff, 0xffffffff, 0] * 2))


def raise_limit(limit):
    most = resource.getrlimit(limit)[1]
    if most == resource.RLIM_INFINITY:
        raise OSError(1, 'there is no limit')
    # Python's own function reports only that it failed.
    call('prlimit64', 0, limit, struct.pack('=QQ', most + 1, most + 1), None)


for name, flag in NAMESPACES.items():
    attempt(f'its own namespace: {name}', in_child, lambda: call('unshare', flag))
attempt('join a namespace', in_child, join, 'uts')
# A wrong magic number, a missing file or module: a process with the right gets that error instead of EPERM.
attempt('reboot', call, 'reboot', 0, 0, 0, None)
attempt('load another kernel', call, 'kexec_load', 0, 1 << 20, None, 0)
attempt('load a module', call, 'init_module', None, 0, b'')
attempt('load a module from a file', call, 'finit_module', -1, b'', 0)
attempt('remove a module', call, 'delete_module', b'sandrun_has_no_such_module', os.O_NONBLOCK)
attempt('swap to a file', call, 'swapon', b'/work/not-there', 0)
attempt('account processes', call, 'acct', b'/work/not-there')
attempt('set the clock', call, 'settimeofday', None, None)
attempt('use ports of the machine', in_child, lambda: call('iopl', 3))
attempt('use one port of the machine', in_child, lambda: call('ioperm', 0x80, 1, 1))
attempt("read the kernel's log", lambda: call('syslog', 3, ctypes.create_string_buffer(64), 64) and None)
attempt('open a file by its handle', opened, 'open_by_handle_at', -100, struct.pack('=Ii8s', 8, 1, b''), 0)
attempt('mount by the new calls', opened, 'fsopen', b'tmpfs', 1)
attempt('copy a tree of mounts', opened, 'open_tree', -100, b'/', 1)
attempt('change the flags of mounts', in_child, lambda: call('mount_setattr', -100, b'/work', 0, struct.pack('=4Q', 2, 0, 0, 0), 32))
attempt('mount read-write', in_child, lambda: call('mount', b'none', b'/', b'none', 0x20 | 0x1000, None))
attempt('mount a cgroup', in_child, lambda: call('mount', b'cgroup', b'/dev/shm', b'cgroup', 0, b'memory'))
attempt('unmount', in_child, lambda: call('umount2', b'/dev/shm', 0))
attempt('watch all files of a mount', opened, 'fanotify_init', 0, 0)
attempt('rename the domain', in_child, lambda: call('setdomainname', b'evil', 4))
attempt('write the memory of init', write_memory)
attempt('compare with init', lambda: call('kcmp', 1, os.getpid(), 1, 0, 0) and None)
attempt('move the pages of init', call, 'move_pages', 1, 0, None, None, None, 0)
attempt('take all capabilities', in_child, all_capabilities)
attempt('become root', in_child, os.setuid, 0)
attempt("become root's group", in_child, os.setgid, 0)
attempt('make a disk', os.mknod, '/work/disk', 0o600 | stat.S_IFBLK, os.makedev(7, 0))
attempt('run in real time', in_child, os.sched_setscheduler, 0, os.SCHED_FIFO, os.sched_param(1))
attempt('priority above others', in_child, os.setpriority, os.PRIO_PROCESS, 0, -1)
for name in ('NOFILE', 'CORE', 'MEMLOCK', 'MSGQUEUE'):
    attempt(f'raise its own limit: {name}', raise_limit, getattr(resource, f'RLIMIT_{name}'))
attempt('lock all memory', in_child, lambda: checked(libc.mlockall(3), 'mlockall'))
report()
