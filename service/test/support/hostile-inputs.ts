/** A request that once passed a defence, by the defence's number; and the status and answer it must get now. */
type HostileInput = readonly [wall: string, path: string, body: unknown, expected: RegExp]

const LARGE = { outputKb: 16_384 }
const answered = (status: number, says: RegExp): RegExp => new RegExp(`^${status} .*${says.source}`, 's')
const refused = (says: RegExp): RegExp => answered(400, says)
const ended = (says: RegExp): RegExp => answered(200, says)

const run = (language: string, code: string, rest: object = {}): object => ({ language, code, ...rest })
const python = (code: string, rest: object = {}): object => run('python', code, rest)
const bash = (code: string, rest: object = {}): object => run('bash', code, rest)
const file = (path: string, content: string): object => ({ path, content })

/** Fills the queues of the sandbox's sockets beyond its limit. */
const FULL_SOCKETS = `
import socket
pairs = []
while True:
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 30)
    receiver.bind(('127.0.0.1', 0))
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    pairs.append((receiver, sender))
    for _ in range(200):
        sender.sendto(b'x' * 60000, receiver.getsockname())
`

const SPACES = ' '.repeat(900_000)

/** The hostile inputs for the service, in order, each with today's result. */
export const HOSTILE_INPUTS: readonly HostileInput[] = [
  [
    '1 white space, written',
    '/v1/runs',
    python('print(" " * 900_000 + "x")', { cases: [{ expected: 'y' }], limits: LARGE }),
    ended(/"wrong-answer"/),
  ],
  [
    '1 white space, expected',
    '/v1/runs',
    bash('echo x', { cases: [{ expected: `${SPACES}x` }] }),
    ended(/"wrong-answer"/),
  ],
  [
    '1 a text for patterns',
    '/v1/runs',
    python('print("Error: x\\n" * 100_000, file=__import__("sys").stderr); raise SystemExit(1)'),
    ended(/"runtime-error"/),
  ],
  [
    '2 outputs of cases',
    '/v1/runs',
    python('print("\\1" * 2**24)', { cases: Array.from({ length: 4 }, () => ({})), limits: LARGE }),
    ended(/too long for one result/),
  ],
  ['4 no time', '/execute', bash('sleep 9', { timeout: 0 }), refused(/timeout/)],
  ['4 part of a millisecond', '/execute', bash('sleep 9', { timeout: 0.4 }), ended(/"wall-limit"/)],
  ['4 a time of 0, at another API', '/api/run', bash('sleep 9', { timeout: 0 }), refused(/timeout/)],
  ['5 a negative time', '/execute', bash('true', { timeout: -1 }), refused(/timeout/)],
  ['5 a bad file', '/api/schedule', { language: 'bash', files: [file('../a', '')] }, refused(/files\[0\]/)],
  ['5 NUL in an argument', '/execute', bash('true', { args: ['a\0b'] }), refused(/args\[0\]/)],
  [
    '5 no memory',
    '/api/v2/execute',
    { language: 'bash', version: '*', files: [{ content: ':' }], run_memory_limit: 1 },
    refused(/run_memory_limit/),
  ],
  ['5 5,000 arguments', '/execute', bash('true', { args: Array.from({ length: 5000 }, String) }), refused(/args/)],
  ['5 a variable A=B', '/v1/runs', bash('true', { env: { 'A=B': '' } }), refused(/env/)],
  ['6 full sockets', '/v1/runs', python(FULL_SOCKETS, { limits: { memoryMb: 64 } }), ended(/"memory-limit"/)],
  ['7 every terminal', '/v1/runs', python('import os\nwhile True: os.openpty()'), ended(/out of pty|No space|Errno/)],
  ['7 a terminal beside it', '/v1/runs', bash('test -t 1', { tty: { cols: 80, rows: 24 } }), ended(/"ok"/)],
  [
    '8 all open files',
    '/v1/runs',
    bash('true', { limits: { processes: 512, openFiles: 4096 } }),
    /^200 .*"ok"|^400 .*limits\.openFiles/,
  ],
  [
    '8 more files than the maximum',
    '/v1/runs',
    bash('true', { limits: { processes: 5120 } }),
    refused(/limits\.processes/),
  ],
  ['9 a 32-bit call', '/v1/runs', bash('kill -SYS $$'), ended(/32-bit/)],
  [
    '9 a bomb that checks nothing',
    '/v1/runs',
    bash('f() { f | f & }; f; sleep 1', { limits: { wallMs: 3000 } }),
    ended(/process/),
  ],
  ['12 a long argument', '/v1/runs', bash('true', { args: ['x'.repeat(200_000)] }), refused(/args\[0\]/)],
  [
    '12 long arguments',
    '/v1/runs',
    bash('true', { args: Array.from({ length: 20 }, () => 'x'.repeat(1e5)) }),
    refused(/args/),
  ],
  ['12 17 MB', '/v1/runs', bash('true', { stdin: 'x'.repeat(17 * 2 ** 20) }), answered(413, /"too-large"/)],
  ['14 a large object', '/v1/runs', run('c', 'char a[1 << 26] = {1}; int main() {}'), ended(/"disk-limit".*64 MB/)],
  ['14 a large file', '/v1/runs', bash('truncate -s 1T a'), ended(/"disk-limit".*file larger/)],
  ['14 many files', '/v1/runs', bash('for i in {1..9999}; do : > $i || exit; done'), ended(/"disk-limit".*more files/)],
  [
    '14 a compiler that crashes',
    '/v1/runs',
    run('c', `int main(){return ${'('.repeat(2e5)}`),
    ended(/compiler failed/),
  ],
  [
    '15 data first',
    '/v1/runs',
    { language: 'c', files: [file('data.csv', '1,2'), file('a.c', 'int main() { return 0; }')] },
    ended(/"ok"/),
  ],
  [
    '15 data alone',
    '/v1/runs',
    { language: 'python', files: [file('a.csv', '1'), file('b.csv', '2')] },
    refused(/entry|files/),
  ],
  ['16 no main package', '/v1/runs', run('go', 'package other\n\nfunc main() {}\n'), ended(/"compile-error".*package/)],
  [
    '17 numbers',
    '/v1/runs',
    bash('echo NaN Infinity', { cases: [{ expected: 'nan inf' }], compare: { float: 0 } }),
    ended(/"accepted"/),
  ],
  [
    '17 __proto__',
    '/v1/runs',
    '{"language":"bash","code":"true","__proto__":{}}',
    refused(/"invalid-request".*__proto__/),
  ],
  [
    '17 no UTF-8',
    '/v1/runs',
    Buffer.from('{"language":"bash","code":"\xff"}', 'latin1'),
    refused(/"invalid-json".*UTF-8/),
  ],
  ['17 UTF-16', '/v1/runs', Buffer.from('{"language":"bash"}', 'utf16le'), refused(/"invalid-json"/)],
  ['17 nothing to collect', '/v1/runs', bash('true', { collect: ['*.nothing'] }), ended(/No file matches/)],
  [
    '17 a webhook to this machine',
    '/v1/runs?wait=false',
    bash('true', { webhook: { url: 'http://[::127.0.0.1]/' } }),
    refused(/"webhook-refused"/),
  ],
  ['18 a syntax error', '/v1/runs', python('a = 1\nb = (\n'), ended(/syntax error, line 2.*"syntaxError":\{/)],
]
