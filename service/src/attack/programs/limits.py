"""Reads its limits, and tries to raise them."""
import ctypes
import glob
import os
import resource
import sys
from attempt import attempt, checked, libc, report


def raise_to(limit, value):
    resource.setrlimit(limit, (value, value))


def lock(size):
    checked(libc.mlock(ctypes.create_string_buffer(size), size), 'mlock')


def queue():
    checked(libc.mq_open(b'/queue', os.O_CREAT | os.O_RDWR, 0o600, None), 'mq_open')
    libc.mq_unlink(b'/queue')


def first_of(*names):
    for name in names:
        for path in glob.glob(f'/sys/fs/cgroup/**/{name}', recursive=True):
            return open(path).read().strip()
    return 'not there'


attempt('open files', resource.getrlimit, resource.RLIMIT_NOFILE)
attempt('core', resource.getrlimit, resource.RLIMIT_CORE)
attempt('lock a megabyte', lock, 1 << 20)
attempt('message queue', queue)
attempt('memory', first_of, 'memory.limit_in_bytes', 'memory.max')
# v1 counts memory and swap together, v2 counts swap separately.
attempt('memory and swap', first_of, 'memory.memsw.limit_in_bytes', 'memory.swap.max')
report()
