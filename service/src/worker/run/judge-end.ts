import type { Limits, PhaseName, RunResult } from '@sandrun/shared'
import type { AgentFailure } from '../agent/agent-session.ts'
import { type EndedPhase, readToolchainMessages } from './toolchain-messages.ts'
import type { ResolvedRun } from './resolve.ts'
import type { StepEnd } from './run-steps.ts'
import { type ExplainedVerdict, judge, judgeFailure, judgeLoss, judgeMissing } from './verdict.ts'

/** The results of the phases, and the verdict with its message. */
export type Outcome = ExplainedVerdict &
  Pick<RunResult, 'compile' | 'run' | 'cases' | 'files' | 'cached' | 'syntaxError' | 'missingLibrary'>

/** The phase to judge. */
export interface JudgedPhase {
  phase: PhaseName
  limits: Limits
  resolved: ResolvedRun
  wasOutOfMemory: () => boolean
  elsewhere: EndedPhase['elsewhere']
}

/** The meaning of the end of a phase, or of a failure in its place. Throws `sandbox-failed` like judgeFailure. */
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

/** The verdict when compiling succeeded, but nothing is where the pack says that compiling puts it. */
export function judgeNoProgram({ compileArgs, run, pack }: ResolvedRun): ExplainedVerdict {
  const [started = ''] = run.argv
  const [place = started] = pack.manifest.artefacts ?? []
  // A pattern tells the kind of the files in its folder.
  return judgeMissing(compileArgs, started.startsWith('./') ? started : place.replace(/\/\*.*$/, ''))
}

/** Whether the missing or invalid file to start should come from compiling. */
function isOfCompiling({ code }: AgentFailure, { compile, run }: ResolvedRun): boolean {
  const isMissing = code === 'not-found' || code === 'not-executable'
  return isMissing && compile !== null && run.argv[0]?.startsWith('./') === true
}

type ToolchainFacts = Pick<Outcome, 'syntaxError' | 'missingLibrary'>

/** The facts from toolchains about a failure. */
export function factsOf({ syntaxError, missingLibrary }: ToolchainFacts): ToolchainFacts {
  return { ...(syntaxError !== undefined && { syntaxError }), ...(missingLibrary !== undefined && { missingLibrary }) }
}
