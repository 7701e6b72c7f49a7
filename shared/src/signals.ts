/** Linux signal numbers (signal(7)); the same on x86-64 and arm64. */
export const SIGNALS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPWR: 30,
  SIGSYS: 31,
} as const

export type SignalName = keyof typeof SIGNALS

export const SIGNAL_NAMES = Object.keys(SIGNALS) as [SignalName, ...SignalName[]]

const names = new Map<number, string>(Object.entries(SIGNALS).map(([name, number]) => [number, name]))

/** `SIGSEGV` for 11; real-time signals by their distance from SIGRTMIN (34 in glibc and musl programs). */
export function signalName(number: number): string {
  return names.get(number) ?? (number >= 34 ? `SIGRTMIN+${number - 34}` : `signal ${number}`)
}

/** The number of a signal by its name, or null for an unknown name. */
export function signalNumber(name: string | null): number | null {
  return Object.entries(SIGNALS).find(([known]) => known === name)?.[1] ?? null
}
