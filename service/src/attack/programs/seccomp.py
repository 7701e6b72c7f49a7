"""Makes the system calls that no program here should need, and a few that some programs need."""
import ctypes
import os
import signal
import socket
import struct
from attempt import attempt, call, checked, in_child, libc, report

CLONE_NEWUSER, CLONE_FILES = 0x10000000, 0x400
IDLE = 3 << 13  # IOPRIO_CLASS_IDLE (ioprio_set(2))
INIT = 1


def clone(name, *arguments):
    pid = call(name, *arguments)
    if pid is None:
        os._exit(0)
    os.waitpid(pid, 0)


def opened(name, *arguments):
    """A call that returns a descriptor, which may be 0."""
    os.close(call(name, *arguments))


def socket_of(family, kind, protocol=0):
    # Python's own constants depend on its build.
    os.close(checked(libc.socket(family, kind, protocol), 'socket'))


def trace_child():
    pid = os.fork()
    if pid == 0:
        checked(libc.ptrace(0, 0, 0, 0), 'PTRACE_TRACEME')
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    stopped = os.WIFSTOPPED(status)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return 'stopped' if stopped else 'not traced'


scheduler = struct.pack('=IIQiIQQQ', 48, 5, 0, 0, 0, 0, 0, 0)  # SCHED_IDLE
user_namespace = struct.pack('=11Q', CLONE_NEWUSER, 0, 0, 0, signal.SIGCHLD, 0, 0, 0, 0, 0, 0)
# A counter of this process's own page faults, without the kernel's part.
page_faults = struct.pack('=IIQQQQQ', 1, 112, 2, 0, 0, 0, 0x60).ljust(112, b'\0')

# Calls that would prevent the agent from enforcing limits.
attempt('prlimit of init', call, 'prlimit64', INIT, 7, struct.pack('=QQ', 64, 64), None)
attempt('scheduler of init', os.sched_setscheduler, INIT, os.SCHED_IDLE, os.sched_param(0))
attempt('parameters of init', os.sched_setparam, INIT, os.sched_param(0))
attempt('attributes of init', call, 'sched_setattr', INIT, scheduler, 0)
attempt('affinity of init', os.sched_setaffinity, INIT, {0})
attempt('priority of init', os.setpriority, os.PRIO_PROCESS, INIT, 19)
attempt('priority of the group of init', os.setpriority, os.PRIO_PGRP, os.getpgid(INIT) or INIT, 19)
attempt('priority of the user', in_child, lambda: os.setpriority(os.PRIO_USER, 0, 19))
attempt('i/o priority of init', call, 'ioprio_set', 1, INIT, IDLE)
attempt('i/o priority of the group of init', call, 'ioprio_set', 2, os.getpgid(INIT) or INIT, IDLE)
attempt('i/o priority of the user', in_child, lambda: call('ioprio_set', 3, os.getuid(), IDLE))
# Calls that reach large parts of the kernel.
attempt('io_uring', opened, 'io_uring_setup', 8, ctypes.create_string_buffer(120))
attempt('bpf', call, 'bpf', 1, ctypes.create_string_buffer(128), 128)
attempt('perf', opened, 'perf_event_open', page_faults, 0, -1, -1, 0)
attempt('userfaultfd', opened, 'userfaultfd', os.O_CLOEXEC | 1)
attempt('keyctl', lambda: call('keyctl', 0, -3, 1) and None)
attempt('add_key', lambda: call('add_key', b'user', b'mine', b'secret', 6, -3) and None)
attempt('request_key', lambda: call('request_key', b'user', b'mine', None, 0) and None)
attempt('user namespace by unshare', in_child, lambda: call('unshare', CLONE_NEWUSER))
attempt('user namespace by clone', clone, 'clone', CLONE_NEWUSER | signal.SIGCHLD, 0, 0, 0, 0)
attempt('user namespace by clone3', clone, 'clone3', user_namespace, len(user_namespace))
attempt('AF_VSOCK', socket_of, 40, socket.SOCK_STREAM)
attempt('AF_ALG', socket_of, 38, socket.SOCK_SEQPACKET)
attempt('AF_PACKET', socket_of, 17, socket.SOCK_RAW)
# Sockets whose memory no limit counts.
attempt('NETLINK_USERSOCK', socket_of, 16, socket.SOCK_RAW, 2)
attempt('ICMP', socket_of, socket.AF_INET, socket.SOCK_DGRAM, 1)
# Calls that Docker's own filter refuses, but not the agent's.
attempt('unshare of files', in_child, lambda: call('unshare', CLONE_FILES))
attempt('personality', in_child, lambda: call('personality', 0x0040000))
# Calls that must still work.
attempt('own limit', call, 'prlimit64', 0, 7, struct.pack('=QQ', 100, 100), None)
attempt('limit of another process', call, 'prlimit64', os.getpid(), 7, struct.pack('=QQ', 90, 90), None)
attempt('own affinity', os.sched_setaffinity, 0, os.sched_getaffinity(0))
attempt('own scheduler', in_child, lambda: os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0)))
attempt('own priority', in_child, lambda: os.setpriority(os.PRIO_PROCESS, os.getpid(), 10))
attempt('own i/o priority', in_child, lambda: call('ioprio_set', 1, 0, IDLE))
attempt('i/o priority of its own group', in_child, lambda: call('ioprio_set', 2, 0, IDLE))
attempt('trace a child', trace_child)
for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6):
    attempt(f'socket of family {family.value}', socket_of, family, socket.SOCK_STREAM)
attempt('netlink of the network', socket_of, 16, socket.SOCK_RAW, 0)
report()
