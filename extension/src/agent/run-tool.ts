import { AgentRunSchema, parseOrThrow, toSandrunError } from '@sandrun/shared'
import {
  type CancellationToken,
  type LanguageModelTool,
  type LanguageModelToolInvocationOptions,
  type LanguageModelToolInvocationPrepareOptions,
  LanguageModelTextPart,
  LanguageModelToolResult,
  type PreparedToolInvocation,
  l10n,
} from 'vscode'
import { abortSignalOf } from '../service/abort-signal.ts'
import { runOnce } from '../service/run-once.ts'
import type { Service } from '../service/service.ts'
import { confirmation, resultForModel } from './run-text.ts'

/** Per channel; a model has little room, and the gap is marked. */
const OUTPUT_KB = 32

/** Lets an AI agent run code in a sandbox, once a person has seen the code and agreed. */
export class RunTool implements LanguageModelTool<unknown> {
  readonly #service: Service

  constructor(service: Service) {
    this.#service = service
  }

  prepareInvocation({ input }: LanguageModelToolInvocationPrepareOptions<unknown>): PreparedToolInvocation {
    const run = parseOrThrow(AgentRunSchema, input)
    return {
      invocationMessage: l10n.t('Running {0} code in the sandbox', run.language),
      confirmationMessages: {
        title: l10n.t('Run {0} code in the sandbox?', run.language),
        message: confirmation(run, this.#service.address),
      },
    }
  }

  /** Throws an Error whose message tells the model what to do next. */
  async invoke(
    { input }: LanguageModelToolInvocationOptions<unknown>,
    token: CancellationToken,
  ): Promise<LanguageModelToolResult> {
    try {
      const { language, code, stdin = '', args } = parseOrThrow(AgentRunSchema, input)
      const result = await runOnce(
        this.#service,
        { language, code, stdin, args, limits: { outputKb: OUTPUT_KB }, compileLimits: { outputKb: OUTPUT_KB } },
        { signal: abortSignalOf(token) },
      )
      return new LanguageModelToolResult([new LanguageModelTextPart(resultForModel(result))])
    } catch (error) {
      const { message, hint } = toSandrunError(error)
      throw new Error([message, hint].filter((text) => text !== '').join(' '), { cause: error })
    }
  }
}
