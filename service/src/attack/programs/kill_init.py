"""Sends every signal to init, in every way, and reports that the agent still works."""
import os
import signal
from attempt import attempt, report

for number in sorted(signal.valid_signals()):
    attempt(f'signal {number}', os.kill, 1, number)
handle = os.pidfd_open(1)
attempt('SIGKILL by descriptor', signal.pidfd_send_signal, handle, signal.SIGKILL)
attempt('SIGSTOP to its group', os.killpg, 1, signal.SIGSTOP)
# The same signal ends a process that is not init.
child = os.fork()
if child == 0:
    signal.pause()
os.kill(child, signal.SIGKILL)
attempt('SIGKILL to a child', lambda: os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
report()
print('alive after', input(), flush=True)
