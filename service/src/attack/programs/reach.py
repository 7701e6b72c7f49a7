"""Tries to reach others: the network by every kind of address, the service, files of the kernel. Argument: the
service's port.
"""
import errno
import os
import socket
import struct
import sys
from attempt import attempt, checked, libc, report

port = int(sys.argv[1])
ADDRESSES = {
    'the metadata of a cloud': '169.254.169.254',
    'a neighbour by link-local': '169.254.1.1',
    'a private network': '10.0.0.1',
    "Docker's bridge": '172.17.0.1',
    'the world': '1.1.1.1',
    'the world by IPv6': '2606:4700:4700::1111',
    'a private network by IPv6': 'fd00::1',
    'all neighbours by IPv6': 'ff02::1',
    'a neighbour by link-local IPv6': 'fe80::1',
}
FAMILIES = {'uevent': 15, 'audit': 9, 'netfilter': 12, 'ipsec': 6, 'sockets of all': 4, 'generic': 16}
DEVICES = '''mem kmem port kmsg kvm fuse loop0 loop-control sda vda nvme0 dm-0 mapper/control net/tun vhost-net vhost-vsock vsock
    userfaultfd snapshot console hwrng rtc0 uinput input/event0 dri/card0 snd/timer nvidia0 cpu/0/msr btrfs-control'''.split()
TOLD_TO_ROOT = '''kcore kmsg timer_list sched_debug latency_stats keys sysrq-trigger vmallocinfo slabinfo pagetypeinfo
    kpageflags kpagecount'''.split()


def route(address):
    """Connecting a datagram socket looks up the route and sends nothing."""
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as s:
        # A link-local address needs an interface: the one after loopback.
        s.connect((address, 53, 0, 2) if address.startswith(('fe80', 'ff02')) else (address, 53))


def connect(address):
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as s:
        s.settimeout(5)
        s.connect((address, port))


def netlink(protocol):
    # Python's own constants depend on its build.
    os.close(checked(libc.socket(16, socket.SOCK_RAW, protocol), 'socket'))


def new_interface():
    """Requests a dummy interface, and waits for the answer."""
    kind = struct.pack('=HH', 10, 1) + b'dummy\0\0\0'
    info = struct.pack('=HH', len(kind) + 4, 18) + kind
    body = struct.pack('=BxHiII', 0, 0, 0, 0, 0) + info
    with socket.socket(16, socket.SOCK_RAW, 0) as s:
        s.settimeout(5)
        s.send(struct.pack('=IHHII', 16 + len(body), 16, 0x605, 1, 0) + body)
        code = struct.unpack_from('=i', s.recv(4096), 16)[0]
    if code != 0:
        raise OSError(-code, 'RTM_NEWLINK')


def writable(root, limit=20):
    """The files below `root` that can be opened for writing, except this process's own. Writes nothing."""
    found = []
    for folder, _, names in os.walk(root):
        for name in names:
            try:
                os.close(os.open(f'{folder}/{name}', os.O_WRONLY | os.O_NONBLOCK))
                found.append(f'{folder}/{name}')
            except OSError:
                pass
    return found[:limit]


def told(name):
    try:
        with open(f'/proc/{name}', 'rb') as file:
            return file.read(16) != b''
    except OSError:
        return False


def kernel_address():
    with open('/proc/kallsyms') as file:
        return max((int(line.split()[0], 16) for line, _ in zip(file, range(1000))), default=0)


def make_folder(path):
    os.mkdir(path)
    os.rmdir(path)


def cgroup_folder():
    for folder in ('/sys/fs/cgroup/memory/evil', '/sys/fs/cgroup/pids/evil', '/sys/fs/cgroup/evil'):
        try:
            return make_folder(folder)
        except FileNotFoundError:
            pass
    raise FileNotFoundError(errno.ENOENT, 'cgroups')


for name, address in ADDRESSES.items():
    attempt(f'a way to {name}', route, address)
attempt("the service's port", connect, '127.0.0.1')
attempt("the service's port by IPv6", connect, '::1')
for name, protocol in FAMILIES.items():
    attempt(f'netlink: {name}', netlink, protocol)
attempt('make an interface', new_interface)
attempt('send ICMP raw', lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1).close())
attempt('writable files of cgroups', writable, '/sys/fs/cgroup')
attempt('make a cgroup', cgroup_folder)
attempt('writable files of /sys', writable, '/sys')
attempt('writable kernel settings', writable, '/proc/sys')
attempt('devices of the machine', lambda: [name for name in DEVICES if os.path.exists(f'/dev/{name}')])
attempt('files of the kernel for root', lambda: [name for name in TOLD_TO_ROOT if told(name)])
attempt('an address of the kernel', kernel_address)
attempt("the namespaces of init", lambda: os.close(os.open('/proc/1/ns/mnt', os.O_RDONLY)))
attempt('firmware', lambda: os.listdir('/sys/firmware'))
attempt('set-user-id programs', lambda: [
    f'{folder}/{name}' for top in ('/bin', '/sbin', '/usr', '/opt') for folder, _, names in os.walk(top) for name in names
    if os.lstat(f'{folder}/{name}').st_mode & 0o6000])
report()
