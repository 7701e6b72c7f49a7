import type { Languages } from '../language/languages.ts'
import { planRun, type Program, type RunPlan } from './program.ts'
import { runSettings } from './run-settings.ts'

/** Makes plans of programs: in which language, with which settings. */
export class Planner {
  readonly #languages: Languages

  constructor(languages: Languages) {
    this.#languages = languages
  }

  /** Undefined when nobody can or wants to say the language. Throws a SandrunError when the settings are wrong. */
  async plan(program: Program, signal: AbortSignal): Promise<RunPlan | undefined> {
    const choice = await this.#languages.choose(program, signal)
    return choice && planRun(program, choice, runSettings(program.key, choice.language.id))
  }
}
