"""Helpers for the attacks: each attack tries one thing, and `report` prints all outcomes as JSON."""
import ctypes
import errno
import json
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)
outcomes = {}

# Numbers of the system calls for which Python has no function.
_NUMBERS = {
    'x86_64': {
        'clone': 56, 'personality': 135, 'sched_setparam': 142, 'pivot_root': 155, 'mount': 165, 'add_key': 248,
        'request_key': 249, 'keyctl': 250, 'unshare': 272, 'perf_event_open': 298, 'prlimit64': 302,
        'process_vm_readv': 310, 'sched_setattr': 314, 'bpf': 321, 'userfaultfd': 323, 'ptrace': 101,
        'ioprio_set': 251, 'syslog': 103, 'capset': 126, 'acct': 163, 'settimeofday': 164, 'umount2': 166, 'swapon': 167,
        'reboot': 169, 'setdomainname': 171, 'iopl': 172, 'ioperm': 173, 'init_module': 175, 'delete_module': 176,
        'kexec_load': 246, 'move_pages': 279, 'fanotify_init': 300, 'open_by_handle_at': 304, 'setns': 308,
        'process_vm_writev': 311, 'kcmp': 312, 'finit_module': 313, 'timer_create': 222,
    },
    'aarch64': {
        'clone': 220, 'personality': 92, 'sched_setparam': 118, 'pivot_root': 41, 'mount': 40, 'add_key': 217,
        'request_key': 218, 'keyctl': 219, 'unshare': 97, 'perf_event_open': 241, 'prlimit64': 261,
        'process_vm_readv': 270, 'sched_setattr': 274, 'bpf': 280, 'userfaultfd': 282, 'ptrace': 117,
        'ioprio_set': 30, 'syslog': 116, 'capset': 91, 'acct': 89, 'settimeofday': 170, 'umount2': 39, 'swapon': 224,
        'reboot': 142, 'setdomainname': 162, 'init_module': 105, 'delete_module': 106, 'kexec_load': 104,
        'move_pages': 239, 'fanotify_init': 262, 'open_by_handle_at': 265, 'setns': 268, 'process_vm_writev': 271,
        'kcmp': 272, 'finit_module': 273, 'timer_create': 107,
    },
}[platform.machine()]
_NUMBERS.update({'io_uring_setup': 425, 'io_uring_enter': 426, 'io_uring_register': 427, 'clone3': 435, 'pidfd_getfd': 438, 'open_tree': 428,
                 'move_mount': 429, 'fsopen': 430, 'mount_setattr': 442})


def call(name, *arguments):
    """Makes a system call by its name. Passes numbers as the kernel's long, and all other values as ctypes does."""
    if name not in _NUMBERS:  # of another architecture
        raise OSError(errno.ENOSYS, name)
    words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return checked(libc.syscall(_NUMBERS[name], *words), name)


def checked(result, name=''):
    if result == -1:
        raise OSError(ctypes.get_errno(), name)
    return result or None


def attempt(name, action, *arguments):
    """Records the outcome of `action`: its result, `done` if there is none, or its errno."""
    try:
        value = action(*arguments)
    except OSError as error:
        outcomes[name] = errno.errorcode.get(error.errno, str(error))
    else:
        outcomes[name] = 'done' if value is None else str(value)


def in_child(action, *arguments):
    """Runs an action that would change the rest of the program in a child process, and raises its exception here."""
    pid = os.fork()
    if pid == 0:
        try:
            action(*arguments)
        except OSError as error:
            os._exit(error.errno)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code != 0:
        raise OSError(code, '')


def report():
    print('report:', json.dumps(outcomes), flush=True)
