"""Fills a folder with files of one size until that fails, or until it holds a thousand times what should fit."""
import errno
import sys
from attempt import attempt, outcomes, report

folder, size, most = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
made = 0


def fill():
    global made
    block = b'x' * size
    while made < most:
        with open(f'{folder}/{made}', 'wb') as file:
            file.write(block)
        made += 1


attempt('fill', fill)
outcomes['made'] = str(made)
report()
