/** Numbers of system calls (linux/unistd.h) that differ between architectures. */
const NUMBERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  x64: {
    prlimit64: 302,
    sched_setparam: 142,
    sched_setscheduler: 144,
    sched_setaffinity: 203,
    sched_setattr: 314,
    setpriority: 141,
    ioprio_set: 251,
    bpf: 321,
    perf_event_open: 298,
    userfaultfd: 323,
    keyctl: 250,
    add_key: 248,
    request_key: 249,
    unshare: 272,
    clone: 56,
    socket: 41,
  },
  arm64: {
    prlimit64: 261,
    sched_setparam: 118,
    sched_setscheduler: 119,
    sched_setaffinity: 122,
    sched_setattr: 274,
    setpriority: 140,
    ioprio_set: 30,
    bpf: 280,
    perf_event_open: 241,
    userfaultfd: 282,
    keyctl: 219,
    add_key: 217,
    request_key: 218,
    unshare: 97,
    clone: 220,
    socket: 198,
  },
}
const COMMON = { io_uring_setup: 425, io_uring_enter: 426, io_uring_register: 427, clone3: 435 }

type Call = (name: string, ...args: readonly (string | number)[]) => string

/** Writes calls of this architecture in perl. */
export const callsOf = (arch: string): Call => {
  const numbers: Readonly<Record<string, number>> = { ...COMMON, ...NUMBERS[arch] }
  return (name, ...args) => `syscall(${[numbers[name], ...args].join(', ')})`
}

/**
 * The calls that the filter refuses, in perl. $parent is the agent, or without one the process that started the probe.
 * The arguments are chosen so that nothing happens if a call is allowed.
 */
export const refusedCalls = (call: Call): Record<string, string> => ({
  'prlimit64 of the agent': call('prlimit64', '$parent', 7, 0, '$buffer'),
  'sched_setparam of the agent': call('sched_setparam', '$parent', '$zero'),
  'sched_setscheduler of the agent': call('sched_setscheduler', '$parent', 0, '$zero'),
  'sched_setaffinity of the agent': call('sched_setaffinity', '$parent', 0, 0),
  'sched_setattr of the agent': call('sched_setattr', '$parent', 0, 0),
  'setpriority of the agent': call('setpriority', 0, '$parent', 0),
  'setpriority of another group': call('setpriority', 1, 999_999, 0),
  'setpriority of a user': call('setpriority', 2, 54_321, 0),
  'ioprio_set of the agent': call('ioprio_set', 1, '$parent', 0),
  'ioprio_set of another group': call('ioprio_set', 2, 999_999, 0),
  'ioprio_set of a user': call('ioprio_set', 3, 54_321, 0),
  io_uring_setup: call('io_uring_setup', 1, 0),
  io_uring_enter: call('io_uring_enter', -1, 0, 0, 0, 0, 0),
  io_uring_register: call('io_uring_register', -1, 0, 0, 0),
  bpf: call('bpf', 0, 0, 0),
  perf_event_open: call('perf_event_open', 0, 0, -1, -1, 0),
  userfaultfd: call('userfaultfd', -1),
  keyctl: call('keyctl', 0, 0, 0, 0, 0),
  add_key: call('add_key', 0, 0, 0, 0, 0),
  request_key: call('request_key', 0, 0, 0, 0),
  'a user namespace by unshare': call('unshare', 0x10000000),
  'a user namespace by clone': `(sub { my $pid = ${call('clone', 0x10000011, 0, 0, 0, 0)}; POSIX::_exit(0) if $pid == 0; $pid })->()`,
  'a VSOCK socket': call('socket', 40, 1, 0),
  'an ALG socket': call('socket', 38, 5, 0),
  'a PACKET socket': call('socket', 17, 3, 0),
  'a socket of any other family': call('socket', 29, 3, 1),
})

/** Similar calls that must still work. */
export const allowedCalls = (call: Call): Record<string, string> => ({
  'prlimit64 of itself': call('prlimit64', 0, 7, 0, '$buffer'),
  'prlimit64 of itself by pid': call('prlimit64', '$$ + 0', 7, 0, '$buffer'),
  'sched_setscheduler of itself by pid': call('sched_setscheduler', '$$ + 0', 0, '$zero'),
  'setpriority of itself': call('setpriority', 0, 0, 5),
  'setpriority of itself by pid': call('setpriority', 0, '$$ + 0', 6),
  'setpriority of its own group': call('setpriority', 1, 0, 7),
  'setpriority of its child': `(sub { my $child = fork; sleep 1 while !$child; my $r = ${call('setpriority', 0, '$child', 8)}; kill 9, $child; $r })->()`,
  'unshare of something else': call('unshare', 0x200),
  'ioprio_set of itself': call('ioprio_set', 1, 0, 0),
  'ioprio_set of itself by pid': call('ioprio_set', 1, '$$ + 0', 0),
  'ioprio_set of its own group': call('ioprio_set', 2, 0, 0),
  'a unix socket': call('socket', 1, 1, 0),
  'a TCP socket': call('socket', 2, 1, 0),
  'a TCP socket by its protocol': call('socket', 2, 1, 6),
  'a UDP socket by its protocol': call('socket', 2, 2, 17),
  'a netlink socket of the network': call('socket', 16, 3, 0),
})

const call = callsOf(process.arch)

export const REFUSED: Readonly<Record<string, string>> = {
  ...refusedCalls(call),
  ...(process.arch === 'x64' && { 'the x32 ABI': `syscall(${0x40000000 + 39})` }),
}

export const ALLOWED: Readonly<Record<string, string>> = allowedCalls(call)

/**
 * A perl program that makes all of these calls, each in its own process because some change the caller, and prints for
 * each `name=errno`, with 0 for success.
 */
function probeOf(lines: Readonly<Record<string, string>>): string {
  return `use POSIX (); $| = 1; my $parent = getppid; my $buffer = "\\0" x 64; my $zero = "\\0" x 64;
${Object.entries(lines)
  .map(
    ([name, code]) =>
      `if (fork == 0) { my $r = ${code}; my $e = $r < 0 ? $! + 0 : 0; print "${name}=$e\\n"; POSIX::_exit(0) } wait;`,
  )
  .join('\n')}`
}

/** clone3 must appear missing, so that libc uses clone. */
export const PROBE = probeOf({ ...REFUSED, ...ALLOWED, clone3: call('clone3', 0, 0) })

/** The same for a guest with another architecture. */
export function probeFor(arch: string): string {
  const other = callsOf(arch)
  return probeOf({ ...refusedCalls(other), ...allowedCalls(other), clone3: other('clone3', 0, 0) })
}

/** The probe's output: errno by name. */
export function probed(text: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line.includes('='))
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), Number(line.slice(line.indexOf('=') + 1))]),
  )
}

/** An ELF program for i386 that exits with code 42: mov eax, 1; mov ebx, 42; int 0x80 (elf(5)). */
export const PROGRAM_I386 = Buffer.from(
  [
    '7f454c46010101000000000000000000', // identification: 32 bits, little endian
    '020003000100000054800408340000000000000000000000340020000100000000000000', // runs from 0x08048054
    '0100000000000000008004080080040860000000600000000500000000100000', // one segment, at 0x08048000
    'b801000000bb2a000000cd80',
  ].join(''),
  'hex',
)

/** The same for 32-bit ARM, in an image for arm64: mov r0, #42; mov r7, #1; svc 0. */
export const PROGRAM_ARM = Buffer.from(
  [
    '7f454c46010101000000000000000000',
    '020028000100000054800000340000000000000000000005340020000100000000000000', // runs from 0x00008054
    '0100000000000000008000000080000060000000600000000500000000100000', // one segment, at 0x00008000
    '2a00a0e30170a0e3000000ef',
  ].join(''),
  'hex',
)
