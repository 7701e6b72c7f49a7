"""Makes processes until there are no more, at most so many as the argument says, and counts them."""
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
