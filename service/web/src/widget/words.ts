import type { ErrorCode, RunProgress, RunResult, SandrunError, Verdict } from '@sandrun/shared'
import { toneOf, verdictLabel } from '../run/run-text.ts'

/** The widget's texts in one language. */
interface Words {
  run: string
  stop: string
  edit: string
  reset: string
  output: string
  input: string
  send: string
  endInput: string
  program: string
  states: Record<Exclude<RunProgress['name'], 'ended'> | 'waiting', string>
  exit: (code: number) => string
  verdict: (verdict: Verdict) => string
  /** Replaces the error's English sentence. */
  errors: Partial<Record<ErrorCode, string>>
}

const ENGLISH: Words = {
  run: 'Run',
  stop: 'Stop',
  edit: 'Edit',
  reset: 'Reset',
  output: 'Output',
  input: 'Input',
  send: 'Send',
  endInput: 'End input',
  program: 'Program',
  states: {
    connecting: 'Connecting',
    queued: 'Queued',
    starting: 'Starting',
    compiling: 'Compiling',
    running: 'Running',
    waiting: 'Waiting for input',
    reconnecting: 'Reconnecting',
    failed: 'Not run',
    dropped: 'Stopped',
  },
  exit: (code) => `Exit code ${code}`,
  verdict: verdictLabel,
  errors: {},
}

const CHINESE_VERDICTS: Readonly<Record<Verdict, string>> = {
  ok: '已完成',
  accepted: '通过',
  'wrong-answer': '答案错误',
  'runtime-error': '运行失败',
  'compile-error': '编译错误',
  'cpu-limit': '超出 CPU 限制',
  'wall-limit': '超出时间限制',
  'idle-limit': '超出空闲限制',
  'memory-limit': '超出内存限制',
  'output-limit': '超出输出限制',
  'process-limit': '超出进程限制',
  'disk-limit': '超出磁盘限制',
  cancelled: '已停止',
  'worker-lost': '工作节点丢失',
  'internal-error': '内部错误',
}

const CHINESE: Words = {
  run: '运行',
  stop: '停止',
  edit: '编辑',
  reset: '重置',
  output: '输出',
  input: '输入',
  send: '发送',
  endInput: '结束输入',
  program: '程序',
  states: {
    connecting: '正在连接',
    queued: '正在排队',
    starting: '正在启动',
    compiling: '正在编译',
    running: '正在运行',
    waiting: '正在等待输入',
    reconnecting: '正在重新连接',
    failed: '未运行',
    dropped: '已停止',
  },
  exit: (code) => `退出代码 ${code}`,
  verdict: (verdict) => CHINESE_VERDICTS[verdict],
  errors: {
    'origin-refused': '此服务不允许本站的页面运行程序。运营者可以用 SANDRUN_ORIGINS 允许它。',
    unreachable: '服务没有响应。请稍后再试。',
    'connection-lost': '与服务的连接已断开。程序可能已经运行。',
    unauthorized: '此服务需要有效的令牌。',
    'unknown-language': '此服务没有这种语言。',
    'queue-full': '服务正忙。请稍后再试。',
    'cap-reached': '已达到使用上限。请稍后再试。',
  },
}

/** The texts for a language tag (RFC 5646): Chinese in simplified characters, else English. */
export function wordsFor(tag: string): Words {
  const isChinese = /^zh\b/i.test(tag) && !/\b(?:hant|tw|hk|mo)\b/i.test(tag)
  return isChinese ? CHINESE : ENGLISH
}

export type { Words }

/** The state in a line, and whether it is good news. */
export function describe(state: RunProgress, words: Words): { tone: string; title: string; detail: string } {
  const { states } = words
  switch (state.name) {
    case 'queued':
      return { tone: 'busy', title: states.queued, detail: String(state.position) }
    case 'running':
      return { tone: 'busy', title: state.waiting ? states.waiting : states.running, detail: '' }
    case 'ended':
      return { tone: toneOf(state.result.verdict), ...describeResult(state.result, words) }
    case 'failed':
      return { tone: 'bad', title: states.failed, detail: sentence(state.error, words) }
    case 'dropped':
      return { tone: 'neutral', title: states.dropped, detail: '' }
    case 'connecting':
    case 'starting':
    case 'compiling':
    case 'reconnecting':
      return { tone: 'busy', title: states[state.name], detail: '' }
  }
}

function describeResult(result: RunResult, words: Words): { title: string; detail: string } {
  const { verdict, message, run, missingLibrary } = result
  const title = words.verdict(verdict)
  if (verdict === 'ok' || verdict === 'cancelled') return { title, detail: '' }
  const code = run?.exitCode ?? null
  const isPlainExit = verdict === 'runtime-error' && code !== null && missingLibrary === undefined
  return { title, detail: isPlainExit ? words.exit(code) : message }
}

function sentence({ code, message, hint }: SandrunError, { errors }: Words): string {
  return errors[code] ?? `${message} ${hint}`.trim()
}
