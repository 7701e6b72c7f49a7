import { CompareSchema, LimitsSchema, PathSchema } from '@sandrun/shared'
import * as z from 'zod/mini'

/** As many as a person can tell apart in a row of tabs. */
export const MAX_FILES = 50
export const MAX_CASES = 200

const SourceFileSchema = z.object({ path: PathSchema, content: z.string() })

/** A case as it is being written; `expected` is null while any output will do. */
const CaseDraftSchema = z.object({ stdin: z.string(), expected: z.nullable(z.string()) })

/** What a person works on: all that a link or the history holds. */
export const ProgramSchema = z.object({
  language: z.string().check(z.minLength(1), z.maxLength(64)),
  files: z.array(SourceFileSchema).check(z.minLength(1), z.maxLength(MAX_FILES)),
  /** As typed, in the manner of a shell. */
  args: z.string(),
  /** The whole of stdin, or null when it is typed while the program runs. */
  stdin: z.nullable(z.string()),
  cases: z.array(CaseDraftSchema).check(z.maxLength(MAX_CASES)),
  compare: CompareSchema,
  /** Where the language's own won't do. */
  limits: z.optional(LimitsSchema),
})

export type SourceFile = z.infer<typeof SourceFileSchema>
export type CaseDraft = z.infer<typeof CaseDraftSchema>
export type Program = z.infer<typeof ProgramSchema>

/** A program of one file, with nothing said about its input. */
export function programOf(language: string, file: SourceFile): Program {
  return { language, files: [file], args: '', stdin: null, cases: [], compare: 'trim' }
}

export function isSameProgram(a: Program, b: Program): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
