import { CompareSchema, type LanguageInfo, LimitsSchema, PathSchema, type Sample } from '@sandrun/shared'
import * as z from 'zod/mini'

/** More tabs in a row would be hard to tell apart. */
export const MAX_FILES = 50
export const MAX_CASES = 200

const SourceFileSchema = z.object({ path: PathSchema, content: z.string() })

/** A case in the editor; `expected` is null while any output passes. */
const CaseDraftSchema = z.object({ stdin: z.string(), expected: z.nullable(z.string()) })

/** A program in the page: all that a link or the history holds. */
export const ProgramSchema = z.object({
  language: z.string().check(z.minLength(1), z.maxLength(64)),
  files: z.array(SourceFileSchema).check(z.minLength(1), z.maxLength(MAX_FILES)),
  /** As typed, in shell syntax. */
  args: z.string(),
  /** All of stdin, or null if it is typed while the program runs. */
  stdin: z.nullable(z.string()),
  cases: z.array(CaseDraftSchema).check(z.maxLength(MAX_CASES)),
  compare: CompareSchema,
  /** Replaces the language's own. */
  limits: z.optional(LimitsSchema),
})

export type SourceFile = z.infer<typeof SourceFileSchema>
export type CaseDraft = z.infer<typeof CaseDraftSchema>
export type Program = z.infer<typeof ProgramSchema>

/** A program with one file and default input. */
export function programOf(language: string, file: SourceFile): Program {
  return { language, files: [file], args: '', stdin: null, cases: [], compare: 'trim' }
}

export function programOfSample({ id, file }: LanguageInfo, { code }: Sample): Program {
  return programOf(id, { path: file, content: code })
}

export function isSameProgram(a: Program, b: Program): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
