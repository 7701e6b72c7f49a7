"""Takes as much as it can of the resource in the first argument, at most a few hundred megabytes. The report says what
stopped it.
"""
import ctypes
import errno
import mmap
import os
import select
import signal
import struct
import sys
import threading
from attempt import attempt, call, checked, in_child, libc, report

MB = 1 << 20
way = sys.argv[1]
held = []


def descriptors():
    while len(held) < 1_000_000:
        held.append(os.open('/dev/null', os.O_RDONLY))


def epoll():
    while len(held) < 1_000_000:
        held.append(select.epoll())


def inotify():
    while len(held) < 100_000:
        held.append(checked(libc.inotify_init1(os.O_CLOEXEC), 'inotify_init1'))


def timers():
    """Each one occupies a pending signal, whose number is limited for each user."""
    for _ in range(1_000_000):
        call('timer_create', 1, struct.pack('=QiiQQQQQQ', 0, signal.SIGUSR1, 0, 0, 0, 0, 0, 0, 0), ctypes.create_string_buffer(8))


def threads():
    wait = threading.Event()
    threading.stack_size(64 * 1024)
    while len(held) < 10_000:
        thread = threading.Thread(target=wait.wait, daemon=True)
        try:
            thread.start()
        except RuntimeError:
            wait.set()
            raise OSError(errno.EAGAIN, 'threads')
        held.append(thread)


def daemons():
    """Processes that fork twice and begin a session, so that they belong to init and outlive all others."""
    def leave():
        os.setsid()
        if os.fork() == 0:
            signal.pause()

    for _ in range(200):
        in_child(leave)


def shared():
    for _ in range(256):
        block = mmap.mmap(-1, MB)
        block.write(b'x' * MB)
        held.append(block)


def mapped():
    """An unnamed file in memory."""
    handle = os.memfd_create('evil')
    for _ in range(256):
        os.write(handle, b'x' * MB)


def cache():
    """The kernel can free its cache of files that were read, so the program continues."""
    read = 0
    for folder, _, names in os.walk('/usr'):
        for name in names:
            if read > 256 * MB:
                return
            try:
                with open(f'{folder}/{name}', 'rb') as file:
                    read += len(file.read())
            except OSError:
                pass


def sparse():
    with open('/work/sparse', 'wb') as file:
        file.truncate(1 << 40)


def deep():
    os.chdir('/work')
    for _ in range(100_000):
        os.mkdir('d')
        os.chdir('d')


def tiny():
    for number in range(1_000_000):
        os.close(os.open(f'/work/{number}', os.O_CREAT))


def links():
    open('/work/one', 'w').close()
    for number in range(1_000_000):
        os.link('/work/one', f'/work/{number}')


def semaphores():
    for _ in range(100_000):
        checked(libc.semget(0, 250, 0o600) or None, 'semget')


def sleepers():
    while True:
        signal.pause()


def cpu():
    for _ in range(15):
        if os.fork() == 0:
            break
    while True:
        pass


attempt(way, globals()[way])
report()
