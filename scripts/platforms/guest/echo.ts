/**
 * In the guest: what 32 programs that burn processor time take from the keystrokes of a neighbour and from another
 * service, with higher weights and with a slice for the sandboxes. Prints `{ passed, failed, skipped, failures }`, and
 * the figures to standard error.
 */
import { execFileSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { EchoRun } from './echo-run.ts'

const URL = 'http://127.0.0.1:8080'
const NEIGHBOURS = 32
const KEYS = 100
/** A person types no faster. */
const PAUSE_MS = 20
const SHARE_MS = 20_000

/** With the slice, another service has the same weight as all sandboxes together instead of 100 beside 32 times 39. */
const LEAST_GAIN = 3

const LONG = { cpuMs: 600_000, wallMs: 3_600_000, idleMs: 3_600_000 }
const ENVIRONMENT = {
  PORT: '8080',
  SANDRUN_WARM: 'none',
  SANDRUN_CAPS: 'running=40',
  SANDRUN_MAX_SANDBOXES: '40',
  SANDRUN_MAX_LIMITS: Object.entries(LONG)
    .map(([name, value]) => `${name}=${value}`)
    .join(),
}
const TYPED = { language: 'bash', code: 'printf "> "; read -r line', tty: { cols: 80, rows: 24 } }
const BURNS = { language: 'bash', code: 'echo up; read -r go; echo burns; while :; do :; done' }
const limits = { ...LONG, memoryMb: 48 }

/** The weight of a unit that is not set. */
const USUAL = '100'
const HIGH = '10000'
const SLICE = 'sandrun.slice'

interface Setting {
  name: string
  service: string
  /** Docker and containerd pass the keystrokes on. */
  docker: string
  slice: string | null
}

const SETTINGS: readonly Setting[] = [
  { name: 'usual weights', service: USUAL, docker: USUAL, slice: null },
  { name: 'weight 10000 for the service', service: HIGH, docker: USUAL, slice: null },
  { name: 'weight 10000 for the service and Docker', service: HIGH, docker: HIGH, slice: null },
  { name: 'weight 10000 for the service and Docker, sandrun.slice', service: HIGH, docker: HIGH, slice: SLICE },
]

const shares = new Map<string | null, number>()
for (const setting of SETTINGS) {
  await startService(setting)
  const { alone, burning, share } = await measure()
  shares.set(setting.slice, share)
  process.stderr.write(
    `${setting.name}: echo alone ${alone}; while ${NEIGHBOURS} burn ${burning}; another service gets ${(share * 100).toFixed(1)} % of a processor\n`,
  )
  execFileSync('systemctl', ['stop', 'sandrun'])
}
const without = shares.get(null) ?? NaN
const within = shares.get(SLICE) ?? NaN
const gained = within >= LEAST_GAIN * without
const failures = gained
  ? []
  : [`another service gets ${without} of a processor without the slice, and ${within} with it`]
process.stdout.write(`${JSON.stringify({ passed: Number(gained), failed: failures.length, skipped: 0, failures })}\n`)
// The connections are open.
process.exit(0)

async function startService({ service, docker, slice }: Setting): Promise<void> {
  for (const unit of ['docker', 'containerd'])
    execFileSync('systemctl', ['set-property', '--runtime', unit, `CPUWeight=${docker}`])
  const variables = { ...process.env, ...ENVIRONMENT, ...(slice !== null && { SANDRUN_CGROUP_PARENT: slice }) }
  const kept = Object.entries(variables).filter(([name]) => /^(?:SANDRUN_|PORT$|PATH$|HOME$)/.test(name))
  const settings = kept.flatMap(([name, value]) => ['--setenv', `${name}=${value}`])
  execFileSync('systemd-run', [
    '--quiet',
    '--collect',
    '--unit',
    'sandrun',
    '-p',
    `CPUWeight=${service}`,
    ...settings,
    'sandrun',
    'serve',
  ])
  while (
    !(await fetch(`${URL}/v1/languages`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await wait(200)
}

async function measure(): Promise<{ alone: string; burning: string; share: number }> {
  const typed = new EchoRun(URL, { ...TYPED, limits })
  await typed.output
  const alone = await echoTimes(typed)
  const burners: EchoRun[] = []
  for (let count = 0; count < NEIGHBOURS; count += 1) {
    const burner = new EchoRun(URL, { ...BURNS, limits })
    await burner.output
    burners.push(burner)
  }
  for (const burner of burners) burner.write('go\n')
  await Promise.all(burners.map(({ output }) => output))
  const burning = await echoTimes(typed)
  const share = await shareOfAnother()
  for (const run of [...burners, typed]) run.cancel()
  return { alone, burning, share }
}

async function echoTimes(run: EchoRun): Promise<string> {
  const times: number[] = []
  while (times.length < KEYS) {
    const begun = performance.now()
    run.write('a')
    await run.output
    times.push(performance.now() - begun)
    await wait(PAUSE_MS)
  }
  times.sort((a, b) => a - b)
  const at = (part: number): string => (times[Math.floor(times.length * part)] ?? NaN).toFixed(1)
  return `${at(0.5)} ms in the median and ${at(0.99)} at most`
}

/** The part of a processor that a service with the usual weight gets while it computes. */
async function shareOfAnother(): Promise<number> {
  const name = 'another'
  execFileSync('systemd-run', ['--quiet', '--collect', '--unit', name, 'bash', '-c', 'while :; do :; done'])
  try {
    const begun = performance.now()
    const before = usedSeconds(name)
    await wait(SHARE_MS)
    return (usedSeconds(name) - before) / ((performance.now() - begun) / 1000)
  } finally {
    execFileSync('systemctl', ['stop', name])
  }
}

function usedSeconds(unit: string): number {
  const shown = execFileSync('systemctl', ['show', unit, '--property', 'CPUUsageNSec', '--value'], { encoding: 'utf8' })
  return Number(shown) / 1e9
}
