"""Creates processes until that fails, at most the number in the argument, and counts them."""
import os
import signal
import sys
from attempt import attempt, outcomes, report

children = []


def multiply():
    while len(children) < int(sys.argv[1]):
        child = os.fork()
        if child == 0:
            signal.pause()
        children.append(child)


attempt('fork', multiply)
outcomes['children'] = str(len(children))
report()
