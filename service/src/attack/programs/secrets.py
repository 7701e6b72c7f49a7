"""Looks into the agent, and for data that the service or the host may have left readable. Argument: the secret that
must not be found.
"""
import ctypes
import glob
import os
import sys
from attempt import attempt, call, libc, checked, report

secret = sys.argv[1].encode()


def read(path):
    with open(path, 'rb') as file:
        file.read(16)


def environments():
    found = [path for path in glob.glob('/proc/[0-9]*/environ') if os.access(path, os.R_OK)]
    return [path for path in found if secret in open(path, 'rb').read()]


def pidfd():
    handle = os.pidfd_open(1)
    try:
        os.close(call('pidfd_getfd', handle, 1, 0))
    finally:
        os.close(handle)


def remote_memory():
    word = ctypes.create_string_buffer(8)
    local = (ctypes.c_void_p * 2)(ctypes.addressof(word), 8)
    # Any address works: the kernel checks the permission first, so EFAULT means that it was granted.
    call('process_vm_readv', 1, local, 1, (ctypes.c_void_p * 2)(4096, 8), 1, 0)


def trace():
    checked(libc.ptrace(0x4206, 1, 0, 0), 'PTRACE_SEIZE')
    # Tracing stops the process, so detach at once.
    libc.ptrace(17, 1, 0, 0)


for name in ('environ', 'mem', 'maps', 'auxv', 'syscall', 'stack'):
    attempt(f'read /proc/1/{name}', read, f'/proc/1/{name}')
for name in ('cwd', 'root', 'exe'):
    attempt(f'follow /proc/1/{name}', lambda: os.readlink(f'/proc/1/{name}') and None)
attempt('list /proc/1/fd', lambda: os.listdir('/proc/1/fd') and None)
attempt('open /proc/1/fd/1', lambda: os.close(os.open('/proc/1/fd/1', os.O_WRONLY)))
attempt('open /proc/1/fd/0', lambda: os.close(os.open('/proc/1/fd/0', os.O_RDONLY)))
attempt('write /proc/1/oom_score_adj', lambda: open('/proc/1/oom_score_adj', 'w').write('1000') and None)
attempt('take a descriptor of init', pidfd)
attempt('read the memory of init', remote_memory)
attempt('trace init', trace)
attempt('environments with the secret', environments)
attempt('own environment', lambda: ' '.join(sorted(os.environ)))
attempt('processes', lambda: len([name for name in os.listdir('/proc') if name.isdigit()]))
attempt('cgroup', lambda: open('/proc/self/cgroup').read())
attempt('open descriptors', lambda: ' '.join(sorted(os.listdir('/proc/self/fd'), key=int)))
report()
