import { Uri } from 'vscode'
import type { Companions } from '../files/companions.ts'
import type { Languages } from '../language/languages.ts'
import { type Program } from '../program/program.ts'
import { planRun, type RunPlan } from './run-plan.ts'
import { runSettings } from './run-settings.ts'

/** Plans the run of a program: its language, files and settings. */
export class Planner {
  readonly #languages: Languages
  readonly #companions: Companions

  constructor(languages: Languages, companions: Companions) {
    this.#languages = languages
    this.#companions = companions
  }

  /** Undefined if the user names no language. Throws a SandrunError for wrong settings or too many files. */
  async plan(program: Program, signal: AbortSignal): Promise<RunPlan | undefined> {
    const choice = await this.#languages.choose(program, signal)
    if (choice === undefined) return undefined
    const company = await this.#companions.of(Uri.parse(program.key), signal)
    return planRun(program, choice, company, runSettings(program.key, choice.language.id))
  }
}
