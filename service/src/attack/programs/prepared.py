"""The case that gets "attack" does all it can to the runtime that waits for the next cases, and prints what worked.
Each case then prints what it finds.
"""
import builtins
import ctypes
import os
import resource
import signal
import sys

others = [int(p) for p in os.listdir('/proc') if p.isdigit() and int(p) not in (1, os.getpid())]
libc = ctypes.CDLL(None, use_errno=True)


def trace(pid):
    if libc.ptrace(16, pid, 0, 0) != 0:
        raise OSError


def attempt(what, act):
    try:
        act()
    except OSError:
        return
    print(what)


what, runtime = input(), (others + [0])[0]
# Without a runtime, the signals would be for the case itself.
if what == 'attack' and runtime != 0:
    attempt('limits', lambda: resource.prlimit(runtime, resource.RLIMIT_CPU, (1, 1)))
    attempt('priority', lambda: os.setpriority(os.PRIO_PROCESS, runtime, 5))
    attempt('processors', lambda: os.sched_setaffinity(runtime, {0}))
    attempt('policy', lambda: os.sched_setscheduler(runtime, os.SCHED_IDLE, os.sched_param(0)))
    attempt('memory', lambda: open(f'/proc/{runtime}/mem', 'r+b'))
    attempt('descriptors', lambda: os.listdir(f'/proc/{runtime}/fd'))
    attempt('score', lambda: open(f'/proc/{runtime}/oom_score_adj', 'w'))
    attempt('trace', lambda: trace(runtime))
    for one in signal.valid_signals() - {signal.SIGKILL}:
        os.kill(runtime, one)
    os.environ['LEFT'] = 'behind'
    builtins.LEFT = 'behind'
    sys.modules['left'] = os
    sys.path.insert(0, '/tmp/left')
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    open('/tmp/left', 'w').close()
print('end', resource.getrlimit(resource.RLIMIT_CPU), os.nice(0), len(os.sched_getaffinity(0)), os.sched_getscheduler(0),
      signal.sigpending(), signal.pthread_sigmask(0, []), signal.getsignal(signal.SIGUSR1).name, len(others),
      'LEFT' in os.environ, hasattr(builtins, 'LEFT'), 'left' in sys.modules, '/tmp/left' in sys.path, os.listdir('/tmp'))
if what == 'kill':
    os.kill(runtime, signal.SIGKILL)
