"""Allocates memory in the way that the first argument names. The second argument is the number of megabytes."""
import ctypes
import os
import signal
import sys
from attempt import attempt, checked, libc, report

way, megabytes = sys.argv[1], int(sys.argv[2])
MB = 1 << 20


def heap():
    return [bytearray(b'x' * MB) for _ in range(megabytes)] and None


def segments():
    """System V shared memory belongs to no process: it remains when its creator is killed."""
    libc.shmat.restype = ctypes.c_void_p
    for _ in range(megabytes):
        identifier = checked(libc.shmget(0, MB, 0o600), 'shmget')
        ctypes.memset(libc.shmat(identifier, None, 0), 1, MB)


def pretend():
    """Gives up its place as the first process to be killed, and leaves init as the largest of many small processes."""
    with open('/proc/self/oom_score_adj', 'w') as file:
        file.write('0')
    print('score', open('/proc/self/oom_score_adj').read().strip(), flush=True)
    os.dup2(os.open('/dev/null', os.O_WRONLY), 2)
    while True:
        try:
            if os.fork() == 0:
                heap()
                signal.pause()
        except OSError:
            pass


def files():
    """Fills every folder that is in memory, before anything else."""
    for folder in ('/work', '/tmp', '/dev/shm'):
        try:
            with open(f'{folder}/fill', 'wb') as file:
                while True:
                    file.write(b'x' * 65536)
        except OSError:
            pass
    segments()


attempt(way, {'heap': heap, 'segments': segments, 'pretend': pretend, 'files': files}[way])
report()
