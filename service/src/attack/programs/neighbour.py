"""Takes all that it can of the resources that the host counts for each user, or only looks; holds them until a line
arrives.
"""
import ctypes
import fcntl
import os
import signal
import sys
from attempt import attempt, checked, libc, outcomes, report

greedy = sys.argv[1] == 'greedy'
SEGMENT = 0x5a4e
held = []


def watches():
    held.append(checked(libc.inotify_init1(os.O_CLOEXEC), 'inotify_init1'))


def pipes():
    ends = os.pipe()
    held.extend(ends)
    fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, 1 << 20)


def many(action, most):
    made = 0
    try:
        while made < most:
            action()
            made += 1
    finally:
        outcomes[f'made by {action.__name__}'] = str(made)


def segment():
    # A new segment for the greedy program, an existing one for a program that only looks.
    identifier = checked(libc.shmget(SEGMENT, 4096, 0o666 | (0o1000 if greedy else 0)), 'shmget')
    libc.shmat.restype = ctypes.c_void_p
    address = libc.shmat(identifier, None, 0)
    if greedy:
        ctypes.memmove(address, b'left behind', 11)
        return None
    return ctypes.string_at(address, 11).decode()


def plant(path):
    with open(path, 'x') as file:
        file.write('left behind')


attempt('user', os.getuid)
attempt('inotify', many, watches, 1000 if greedy else 1)
attempt('pipes', many, pipes, 100 if greedy else 1)
attempt('segment', segment)
for folder in ('/work', '/tmp', '/dev/shm'):
    attempt(folder, plant, f'{folder}/planted')
attempt('processes', lambda: len([name for name in os.listdir('/proc') if name.isdigit()]))
if greedy and os.fork() == 0:
    os.setsid()
    while True:
        signal.pause()
report()
sys.stdin.readline()
