"""Writes one file of 4 MB."""
import signal
from attempt import attempt, report

signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def write():
    with open('/work/big', 'wb') as file:
        for _ in range(64):
            file.write(b'x' * 65536)


attempt('write', write)
report()
