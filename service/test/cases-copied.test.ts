import { toLossyText } from '@sandrun/shared'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { whenPrepared } from './support/both-ways.ts'
import { post, startService, type TestService } from './support/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

/** The first case does all it can to the runtime that waits for the next ones, and prints what worked. */
const ATTACK = `
import ctypes, os, resource, signal
others = [int(p) for p in os.listdir('/proc') if p.isdigit() and int(p) not in (1, os.getpid())]
libc = ctypes.CDLL(None, use_errno=True)

def trace(pid):
    if libc.ptrace(16, pid, 0, 0) != 0: raise OSError

def attempt(what, act):
    try: act()
    except OSError: return
    print(what)

what, runtime = input(), others[0]
if what == 'attack':
    attempt('limits', lambda: resource.prlimit(runtime, resource.RLIMIT_CPU, (1, 1)))
    attempt('priority', lambda: os.setpriority(os.PRIO_PROCESS, runtime, 5))
    attempt('processors', lambda: os.sched_setaffinity(runtime, {0}))
    attempt('policy', lambda: os.sched_setscheduler(runtime, os.SCHED_IDLE, os.sched_param(0)))
    attempt('memory', lambda: open(f'/proc/{runtime}/mem', 'r+b'))
    attempt('descriptors', lambda: os.listdir(f'/proc/{runtime}/fd'))
    attempt('score', lambda: open(f'/proc/{runtime}/oom_score_adj', 'w'))
    attempt('trace', lambda: trace(runtime))
    for one in signal.valid_signals() - {signal.SIGKILL}: os.kill(runtime, one)
    os.environ['LEFT'] = 'behind'
    open('/tmp/left', 'w').close()
print('end', resource.getrlimit(resource.RLIMIT_CPU), os.nice(0), len(os.sched_getaffinity(0)), os.sched_getscheduler(0),
    signal.sigpending(), signal.pthread_sigmask(0, []), 'LEFT' in os.environ, os.listdir('/tmp'), len(others))
if what == 'kill': os.kill(runtime, signal.SIGKILL)
`

it('a case can’t change what the next one finds in its copy of the runtime', async () => {
  await whenPrepared(service, 'python')
  const { cases = [], start } = await post(service, {
    language: 'python',
    code: ATTACK,
    cases: ['look', 'attack', 'look', 'look'].map((stdin) => ({ stdin })),
  })
  expect(start).toBe('prepared')
  const [before = '', attack, ...after] = cases.map(({ run }) => toLossyText(run?.stdout ?? ''))
  expect(before).toMatch(/^end \(.*\) 0 .* 1\n$/)
  // What follows "end" names the folder it has filled.
  expect(attack).toBe(before.replace('False []', "True ['left']"))
  expect(after).toEqual([before, before])
})

it('a case that kills the runtime leaves the next ones a normal start', async () => {
  await whenPrepared(service, 'python')
  const code = ATTACK.replace('runtime = input(), others[0]', 'runtime = input(), (others + [0])[0]')
  const { cases = [], start } = await post(service, {
    language: 'python',
    code,
    cases: ['look', 'kill', 'look'].map((stdin) => ({ stdin })),
  })
  expect(start).toBe('prepared')
  const [first = '', killer, last] = cases.map(({ run }) => toLossyText(run?.stdout ?? ''))
  expect(killer).toBe(first)
  expect(last).toBe(first.replace(/1\n$/, '0\n'))
})
