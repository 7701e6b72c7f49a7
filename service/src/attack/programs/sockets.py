"""Fills the queues of unread sockets in the way that the first argument names. The second argument is the number of
megabytes.
"""
import socket
import struct
import sys
import time
from attempt import attempt, outcomes, report

way, megabytes = sys.argv[1], int(sys.argv[2])
sockets = []
held = 0
# Of sock_diag(7), for getsockopt: the first number is what the socket has allocated for its receive queue.
SO_MEMINFO, MEMINFO = 55, struct.Struct('=9I')


def new(*arguments):
    made = socket.socket(*arguments)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
    sockets.append(made)
    return made


def queued(receiver):
    return MEMINFO.unpack(receiver.getsockopt(socket.SOL_SOCKET, SO_MEMINFO, MEMINFO.size))[0]


def fill(receiver, send):
    """Sends until the queue takes no more: how much it takes is a setting of the machine (net.core.rmem_max)."""
    global held
    before = -1
    try:
        while queued(receiver) > before:
            before = queued(receiver)
            for _ in range(8):
                send()
    except OSError:
        pass  # The queue is full.
    held += queued(receiver)


def udp():
    while held < megabytes << 20:
        receiver = new(socket.AF_INET, socket.SOCK_DGRAM)
        receiver.bind(('127.0.0.1', 0))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            fill(receiver, lambda: sender.sendto(b'x' * 60000, receiver.getsockname()))


def tcp():
    global held
    listener = socket.create_server(('127.0.0.1', 0))
    while held < megabytes << 20:
        sender = new(socket.AF_INET, socket.SOCK_STREAM)
        sender.connect(listener.getsockname())
        sockets.append(listener.accept()[0])
        sender.setblocking(False)
        try:
            while True:
                held += sender.send(b'x' * 65536)
        except BlockingIOError:
            pass


def netlink():
    """Asks the kernel about the loopback interface, and does not read the answers, each of a kilobyte or more."""
    question = struct.pack('=IHHIIBBHiII', 32, 18, 1, 0, 0, 0, 0, 0, 1, 0, 0)
    while held < megabytes << 20:
        asker = new(socket.AF_NETLINK, socket.SOCK_RAW, 0)
        asker.bind((0, 0))
        asker.setblocking(False)
        fill(asker, lambda: asker.send(question))


attempt(way, {'udp': udp, 'tcp': tcp, 'netlink': netlink}[way])
outcomes['held'] = str(held >> 20)
# The queues stay full, without any processor time.
time.sleep(1)
report()
