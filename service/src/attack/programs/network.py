"""Looks for a network. Arguments: the host's address on Docker's bridge, ports there, a port and a name on its
loopback.
"""
import glob
import socket
import sys
from attempt import attempt, report

bridge, tcp_port, udp_port, loopback_port, abstract = sys.argv[1:]


def talk(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as s:
        s.settimeout(5)
        s.connect(address)
        s.sendall(b'out\n')
        return s.recv(100).decode()


def datagram():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(5)
        s.sendto(b'out\n', (bridge, int(udp_port)))
        return s.recv(100).decode()


# Of Docker and Podman, with and without root.
SOCKETS = (
    '/run/docker.sock',
    '/var/run/docker.sock',
    '/run/containerd/containerd.sock',
    '/run/podman/podman.sock',
    '/run/user/*/docker.sock',
    '/run/user/*/podman/podman.sock',
)

attempt('interfaces other than lo', lambda: [name for _, name in socket.if_nameindex() if name != 'lo'])
attempt('routes', lambda: len(open('/proc/net/route').readlines()) - 1)
attempt('tcp to the host', talk, socket.AF_INET, (bridge, int(tcp_port)))
attempt('udp to the host', datagram)
attempt('loopback of the host', talk, socket.AF_INET, ('127.0.0.1', int(loopback_port)))
attempt('abstract socket of the host', talk, socket.AF_UNIX, '\0' + abstract)
attempt('name server', lambda: socket.getaddrinfo('example.com', 80) and None)
attempt('sockets of Docker', lambda: [path for pattern in SOCKETS for path in glob.glob(pattern)])
report()
