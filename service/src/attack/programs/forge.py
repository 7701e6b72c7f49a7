"""Writes the agent's frame for "exited with code 0" to every place it can, and exits with code 3."""
import os
import struct
import sys

EXIT = 0x85
frame = struct.pack('>BIBBBBQQQB', EXIT, 29, 1, 0, 0, 0, 1000, 1000, 1000, 0)

where = sys.argv[1]
target = int(where) if where.isdigit() else None
try:
    if target is None:
        target = os.open(where, os.O_WRONLY | os.O_NONBLOCK)
    os.write(target, frame)
except OSError as error:
    print('refused', error.errno, file=sys.stderr, flush=True)
# Waits until the frame was believed: only then can it have an effect. Output shows by itself.
if where not in ('1', '2'):
    sys.stdin.readline()
sys.exit(3)
