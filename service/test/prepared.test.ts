import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Looks, tellNoDifference, tellNoDifferenceInCases, whenPrepared } from './support/both-ways.ts'
import { post, startService, type TestService } from './support/service.ts'

/** Programs that look for a difference, for each prepared runtime. */
const LOOKS: Readonly<Record<string, Looks>> = {
  python: {
    'its arguments': { code: 'import sys; print(sys.argv, sys.orig_argv)', args: ['a b', '', '-c', 'ä', '\ud7ff'] },
    'its flags': { code: 'import sys; print(sys.flags, sys._xoptions, sys.warnoptions, sys.implementation)' },
    'its own place': { code: 'print(__name__, __file__, __builtins__, __spec__, __loader__, sorted(globals()))' },
    'another file name': {
      files: [
        { path: './deep/a program.py'.slice(2), content: 'import sys, other; print(__file__, sys.path)' },
        { path: 'deep/other.py', content: 'print(__name__, __file__)' },
      ],
    },
    'a name that looks like an option': { files: [{ path: '-c', content: 'import sys; print(sys.argv, __file__)' }] },
    'few open files': { code: 'print(1)', limits: { openFiles: 6 } },
    'the modules that are loaded': {
      code: 'import sys; print(list(sys.modules)); print(sys.path_importer_cache.keys())',
    },
    'the path of modules': {
      code: 'import sys, site; print(sys.path, sys.meta_path, sys.path_hooks, site.ENABLE_USER_SITE)',
    },
    'a traceback': { code: 'def f(n):\n    return 1 / n\nf(0)' },
    'an error in an error': { code: 'try:\n    {}["a"]\nexcept KeyError:\n    raise ValueError("b")' },
    'a syntax error': { code: 'print("a"\nprint("b")' },
    'a source that is not UTF-8': {
      files: [
        { path: 'main.py', content: Buffer.from('print("\xe4")', 'latin1').toString('base64'), encoding: 'base64' },
      ],
    },
    'the stack': {
      code: 'import inspect, sys, traceback\nprint(len(inspect.stack()), sys._getframe().f_back)\ntraceback.print_stack()',
    },
    'how deep the stack may be': {
      code: 'def f(n):\n    try:\n        return f(n + 1)\n    except RecursionError:\n        return n\nprint(f(0))',
    },
    'a warning': { code: 'import warnings; warnings.warn("careful", stacklevel=2)' },
    'its environment': {
      code: 'import os; print(list(os.environ.items())); os.system("env | sort")',
      env: { B: '=1', A: '' },
    },
    'the environment the kernel shows': {
      code: 'print(sorted(set(open("/proc/self/environ").read().split(chr(0)))))',
    },
    'an exit code': { code: 'import sys; sys.exit(7)' },
    'an exit with words': { code: 'raise SystemExit("no more")' },
    'actions at the end': {
      code: 'import atexit\natexit.register(print, "last")\nprint("first")\nraise KeyError(1)',
    },
    'a signal': { code: 'import os, signal; os.kill(os.getpid(), signal.SIGTERM)' },
    'an interrupt': { code: 'import os, signal; os.kill(os.getpid(), signal.SIGINT)\nimport time; time.sleep(9)' },
    'its signals': {
      code: 'import signal; print([(s.name, str(signal.getsignal(s))) for s in signal.valid_signals() if isinstance(s, signal.Signals)], signal.pthread_sigmask(0, []))',
    },
    'its streams': {
      code: 'import sys\nfor s in sys.stdin, sys.stdout, sys.stderr, sys.__stdin__, sys.__stdout__, sys.__stderr__:\n    print(s, s.mode, s.errors, s.encoding, s.line_buffering, s.write_through, s.isatty(), type(s.buffer), s.fileno(), s.buffer.mode)',
    },
    'bytes on its streams': {
      code: 'import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()); print(sys.stdin.read() == "")',
      stdin: 'a\r\nb\u00e9',
    },
    'a terminal': {
      code: 'import os, sys\nprint([os.isatty(n) for n in range(3)], os.get_terminal_size(), os.ttyname(0), os.tcgetpgrp(0) == os.getpid(), os.getsid(0) == os.getpid(), sys.stdin, sys.stdout)\nprint(input("name? "))',
      tty: { cols: 90, rows: 20 },
      stdin: undefined,
    },
    'its descriptors': {
      code: 'import os; print(sorted(os.listdir("/proc/self/fd")), [os.get_inheritable(n) for n in range(3)])',
    },
    'what it may use': {
      code: 'import resource as r; print([(n, r.getrlimit(getattr(r, n))) for n in dir(r) if n.startswith("RLIMIT")])',
      limits: { fileMb: 3, openFiles: 64 },
    },
    'a limit of memory': { code: 'x = bytearray(2**30)', limits: { memoryMb: 128 } },
    'its processor': {
      code: 'import ctypes, os\nlibc = ctypes.CDLL(None)\nfor one in sorted(os.sched_getaffinity(0))[:2]:\n    os.sched_setaffinity(0, {one})\n    print(libc.sched_getcpu() == one)',
    },
    'how many processes it may have': {
      code: 'import os, time\nn = 0\ntry:\n    while n < 99:\n        if os.fork() == 0: time.sleep(99)\n        n += 1\nexcept OSError: pass\nprint(n)',
      limits: { processes: 8 },
    },
    'other processes': {
      code: 'import multiprocessing as m\ndef square(n): return n * n\nif __name__ == "__main__":\n    for way in "fork", "spawn", "forkserver":\n        with m.get_context(way).Pool(2) as p: print(p.map(square, [1, 2, 3]))',
    },
    threads: {
      code: 'import threading; print(threading.enumerate(), threading.main_thread().ident == threading.get_ident())',
    },
    'its process': {
      code: 'import os, sys; print(os.getcwd(), os.readlink("/proc/self/exe"), sys.executable, os.umask(0), os.nice(0), os.getppid())',
    },
    'the time zone': { code: 'import time; print(time.tzname, time.timezone)', env: { NO_TZ: '1' } },
    'the locale': {
      code: 'import locale; print(locale.setlocale(locale.LC_ALL), locale.getpreferredencoding(), locale.getlocale())',
    },
    'several cases': { code: 'print(input())', cases: [{ stdin: 'a' }, { stdin: 'b' }] },
  },
  javascript: {
    'its arguments': {
      code: 'console.log(process.argv, process.argv0, process.execArgv, process.execPath, process.title)',
      args: ['a b', '', '-e', 'ä'],
    },
    'its own place': {
      code: 'console.log(__filename, __dirname, require.main === module, module, process.cwd(), require.resolve.paths("x"))',
    },
    'another file name': {
      files: [
        { path: 'deep/a program.js', content: 'console.log(__filename, require("./other"), process.argv[1])' },
        {
          path: 'deep/other.js',
          content: 'module.exports = [__filename, module.parent.filename, require.main.filename]',
        },
      ],
    },
    'a name that looks like an option': {
      files: [{ path: '-x.js', content: 'console.log(process.argv, __filename)' }],
    },
    'an ES module': {
      files: [
        {
          path: 'main.mjs',
          content: 'import fs from "node:fs"\nconsole.log(import.meta, await import("node:os").then(() => 1))',
        },
      ],
    },
    'an ES module, known by its syntax': { code: 'import { sep } from "node:path"\nconsole.log(sep, import.meta.url)' },
    'what is loaded': {
      code: 'console.log(Object.keys(require.cache), process.moduleLoadList?.length, Object.getOwnPropertyNames(globalThis).sort())',
    },
    'an error': { code: 'function f() { throw new Error("no") }\nf()' },
    'a rejection': { code: 'async function f() { throw new TypeError("no") }\nf()' },
    'a syntax error': { code: 'let a = ;' },
    'the stack': { code: 'Error.stackTraceLimit = 50\nconsole.log(new Error("here").stack)' },
    'how long it runs': { code: 'console.log(process.uptime() < 5)' },
    'its environment': {
      code: 'console.log(process.env); console.log(require("child_process").execSync("env | sort").toString())',
      env: { B: '=1', A: '' },
    },
    'an exit code': { code: 'process.on("exit", (code) => console.log("left with", code)); process.exitCode = 7' },
    'a signal': { code: 'process.kill(process.pid, "SIGTERM")' },
    'its streams': {
      code: 'const s = process.stdout; console.log(s.isTTY, s.constructor.name, process.stdin.constructor.name, process.stderr.fd, s.writableHighWaterMark)',
    },
    'its standard input': { code: 'console.log(JSON.stringify(require("fs").readFileSync(0, "utf8")))', stdin: 'a\nb' },
    'lines of its input': {
      code: 'require("readline").createInterface({ input: process.stdin }).on("line", (l) => console.log("<", l)).on("close", () => console.log("end"))',
      stdin: 'a\nb',
    },
    'a terminal': {
      code: 'console.log(process.stdin.isTTY, process.stdout.columns, process.stdout.rows, process.stdout.hasColors(), process.stdout.getColorDepth())',
      tty: { cols: 90, rows: 20 },
    },
    'its descriptors': { code: 'console.log(require("fs").readdirSync("/proc/self/fd").length)' },
    'what it may use': {
      code: 'console.log(require("child_process").execSync("ulimit -a").toString(), require("v8").getHeapStatistics().heap_size_limit)',
      limits: { fileMb: 3, openFiles: 64 },
    },
    'a thread': {
      code: 'const w = require("worker_threads"); if (w.isMainThread) new w.Worker(__filename, { argv: ["x"] }).on("message", console.log); else w.parentPort.postMessage([process.argv, process.execArgv, Object.keys(require.cache), process.cwd()])',
    },
    'another process': {
      code: 'const c = require("child_process"); if (process.send) process.send([process.argv, process.execArgv, process.env.NODE_OPTIONS]); else c.fork(__filename, ["x"]).on("message", console.log)',
    },
    'the time zone and locale': {
      code: 'console.log(Intl.DateTimeFormat().resolvedOptions(), new Date(0).toString())',
    },
    'a full heap': { code: 'const a = []; for (;;) a.push(new Array(1e5).fill(1.5))' },
    'a package': { code: 'console.log(require("lodash").chunk([1, 2, 3], 2))' },
    'several cases': {
      code: 'console.log(require("fs").readFileSync(0, "utf8"))',
      cases: [{ stdin: 'a' }, { stdin: 'b' }],
    },
  },
  java: {
    'what it prints': {
      code: 'public class A { public static void main(String[] a) { System.out.println(String.join("|", a)); } }',
      args: ['x', 'y z'],
    },
    'a mistake': { code: 'class A { public static void main(String[] a) { int x = "no"; } }' },
    'a warning': {
      code: 'import java.util.*;\nclass A { public static void main(String[] a) { List l = new ArrayList(); l.add(1); System.out.println(l); } }',
      compileArgs: ['-Xlint:unchecked'],
    },
    'no main method': { code: 'class A { }' },
    'an unknown option': { code: 'class A { }', compileArgs: ['--no-such-option'] },
    'several files': {
      files: [
        {
          path: 'Main.java',
          content: 'class Main { public static void main(String[] a) { System.out.println(p.B.x()); } }',
        },
        { path: 'p/B.java', content: 'package p; public class B { public static String x() { return "ä"; } }' },
      ],
    },
  },
}

for (const [language, looks] of Object.entries(LOOKS)) tellNoDifference(language, looks)
tellNoDifferenceInCases(
  'python',
  LOOKS['python'] ?? {},
  'import os; print(*[p for p in os.listdir("/proc") if p.isdigit() and int(p) not in (1, os.getpid())])',
)

describe('a runtime that waits', () => {
  let service: TestService
  beforeAll(async () => {
    service = await startService()
  })
  afterAll(() => service[Symbol.asyncDispose]())

  it.each([
    ['python', { PYTHONHASHSEED: '0' }],
    ['python', { TZ: 'Asia/Tokyo' }],
    ['python', { LC_ALL: 'C' }],
    ['python', { LD_DEBUG: 'help' }],
    ['javascript', { NODE_OPTIONS: '--stack-trace-limit=1' }],
    ['javascript', { TZ: 'Asia/Tokyo' }],
  ])('starts %s normally if the runtime has already read a setting: %j', async (language, env) => {
    await whenPrepared(service, language)
    await expect(post(service, { language, code: '1', env })).resolves.toMatchObject({ start: 'warm' })
  })
})

it('prepares no runtime if the operator allows no memory for it', async () => {
  await using other = await startService({ SANDRUN_PREPARED_MB: '0' })
  const request = { language: 'python', code: 'print(1)' }
  await expect.poll(() => post(other, request).then(({ start }) => start)).toBe('warm')
})
