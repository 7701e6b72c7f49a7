"""Crashes with core dumps enabled, and lists the files that this leaves."""
import os
import resource
import signal

if os.fork() == 0:
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    os.kill(os.getpid(), signal.SIGSEGV)
_, status = os.wait()
print('dumped' if os.WCOREDUMP(status) else 'not dumped')
