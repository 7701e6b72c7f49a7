"""Fills the queues of unread sockets in the way that the first argument names. The second argument is the number of
megabytes.
"""
import socket
import struct
import sys
from attempt import attempt, outcomes, report

way, megabytes = sys.argv[1], int(sys.argv[2])
held = []
sent = 0


def new(*arguments):
    made = socket.socket(*arguments)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
    held.append(made)
    return made


def count(size):
    global sent
    sent += size


def udp():
    """The kernel silently drops what does not fit, so a queue gets about as much as it can hold."""
    while sent < megabytes << 20:
        receiver = new(socket.AF_INET, socket.SOCK_DGRAM)
        receiver.bind(('127.0.0.1', 0))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for _ in range(120):
                count(sender.sendto(b'x' * 60000, receiver.getsockname()))


def tcp():
    listener = socket.create_server(('127.0.0.1', 0))
    while sent < megabytes << 20:
        sender = new(socket.AF_INET, socket.SOCK_STREAM)
        sender.connect(listener.getsockname())
        held.append(listener.accept()[0])
        sender.setblocking(False)
        try:
            while True:
                count(sender.send(b'x' * 65536))
        except BlockingIOError:
            pass


def netlink():
    """Asks the kernel about the loopback interface, and does not read the answers, each of a kilobyte or more."""
    question = struct.pack('=IHHIIBBHiII', 32, 18, 1, 0, 0, 0, 0, 0, 1, 0, 0)
    while sent < megabytes << 20:
        asker = new(socket.AF_NETLINK, socket.SOCK_RAW, 0)
        asker.bind((0, 0))
        asker.setblocking(False)
        try:
            for _ in range(4000):
                asker.send(question)
        except OSError:
            pass
        count(8 << 20)


attempt(way, {'udp': udp, 'tcp': tcp, 'netlink': netlink}[way])
outcomes['sent'] = str(sent >> 20)
report()
