import type { Limits, PhaseName, RunResult } from '@sandrun/shared'
import type { AgentFailure } from '../agent/agent-session.ts'
import { type EndedPhase, readToolchainMessages } from './toolchain-messages.ts'
import type { ResolvedRun } from './resolve.ts'
import type { StepEnd } from './run-steps.ts'
import { type Judgement, judge, judgeFailure, judgeLoss, judgeMissing } from './verdict.ts'

/** The phases there were, and what they mean. */
export type Outcome = Judgement &
  Pick<RunResult, 'compile' | 'run' | 'cases' | 'files' | 'cached' | 'syntaxError' | 'missingLibrary'>

/** The phase that was to end so. */
export interface JudgedPhase {
  phase: PhaseName
  limits: Limits
  resolved: ResolvedRun
  wasOutOfMemory: () => boolean
  elsewhere: EndedPhase['elsewhere']
}

/** What the end of a phase means, or of what came in place of it. Throws `sandbox-failed` like judgeFailure. */
export function judgeEnd(end: StepEnd, judged: JudgedPhase): Outcome {
  const { phase, limits, resolved, wasOutOfMemory, elsewhere } = judged
  switch (end.type) {
    case 'exit': {
      const { pack, entry, terminal } = resolved
      const { result } = end
      const known = { result, manifest: pack.manifest, limits, entry, atTerminal: terminal !== null, elsewhere }
      return { ...readToolchainMessages(judge(end.exit, limits), known), [phase]: result }
    }
    case 'failure':
      if (phase === 'run' && isOfCompiling(end.failure, resolved)) return judgeNoProgram(resolved)
      return judgeFailure(end.failure, phase, limits)
    case 'lost':
      return judgeLoss(end.reason, limits, wasOutOfMemory())
    case 'reset':
      return { verdict: 'internal-error', message: `Can't wipe the sandbox: ${end.message}.` }
    case 'collected':
      return { verdict: 'internal-error', message: 'The sandbox gave an unexpected answer.' }
  }
}

/** What it means that compiling went well, and nothing came where its pack says that it comes. */
export function judgeNoProgram({ compileArgs, run, pack }: ResolvedRun): Judgement {
  const [started = ''] = run.argv
  const [place = started] = pack.manifest.artefacts ?? []
  // A pattern says of which kind the files of its folder are.
  return judgeMissing(compileArgs, started.startsWith('./') ? started : place.replace(/\/\*.*$/, ''))
}

/** What is started comes from compiling, and is not there, or is none. */
function isOfCompiling({ code }: AgentFailure, { compile, run }: ResolvedRun): boolean {
  const isMissing = code === 'not-found' || code === 'not-executable'
  return isMissing && compile !== null && run.argv[0]?.startsWith('./') === true
}

type Told = Pick<Outcome, 'syntaxError' | 'missingLibrary'>

/** What toolchains tell of a failure, where they do. */
export function toldOf({ syntaxError, missingLibrary }: Told): Told {
  return { ...(syntaxError !== undefined && { syntaxError }), ...(missingLibrary !== undefined && { missingLibrary }) }
}
