"""Tries to change files that outlive a run, and to run or create files that it should not."""
import os
import shutil
import stat
import subprocess
from attempt import attempt, report


def write(path):
    with open(path, 'w') as file:
        file.write('planted')


def run_copy(folder):
    copy = shutil.copy('/bin/true', f'{folder}/copy')
    os.chmod(copy, 0o755)
    subprocess.run([copy], check=True)


def device(path):
    os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 5))  # zero
    with open(path, 'rb') as file:
        file.read(1)


def mounts():
    return dict(line.split()[1:4:2] for line in open('/proc/self/mounts'))


attempt('write to /var/tmp', write, '/var/tmp/planted')
attempt('write to /etc', write, '/etc/planted')
attempt('write to /sys', write, '/sys/kernel/uevent_helper')
attempt('set a kernel setting', write, '/proc/sys/kernel/core_pattern')
attempt('press SysRq', write, '/proc/sysrq-trigger')
attempt('read the kernel\'s memory', lambda: len(open('/proc/kcore', 'rb').read(16)))
attempt('plant beside the agent', write, '/.sandrun/planted')
attempt('overwrite the agent', write, '/.sandrun/init')
attempt('read a file of root', lambda: open('/etc/shadow').close())
attempt('run from /work', run_copy, '/work')
attempt('run from /tmp', run_copy, '/tmp')
attempt('run from /dev/shm', run_copy, '/dev/shm')
attempt('a device in /work', device, '/work/zero')
attempt('writable mounts', lambda: sorted(
    path for path, options in mounts().items()
    if 'rw' in options.split(',') and os.access(path, os.W_OK) and os.path.isdir(path)))
for path in ('/work', '/tmp', '/dev/shm'):
    attempt(f'flags of {path}', lambda: ' '.join(sorted({'nosuid', 'nodev', 'noexec'} & set(mounts()[path].split(',')))))
attempt('devices', lambda: ' '.join(sorted(set(os.listdir('/dev')) - {'core'})))
report()
