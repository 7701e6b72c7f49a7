import * as z from 'zod/mini'
import { TextOrBase64Schema } from './bytes.ts'
import { LimitsSchema } from './limits.ts'
import { PathSchema } from './path.ts'
import { areTooMany, ArgumentsSchema, MAX_ENTRIES, MAX_WORDS_BYTES, VariablesSchema } from './argument-limits.ts'

export const FileSchema = z.strictObject({
  path: PathSchema,
  content: z.string(),
  encoding: z.optional(z.enum(['utf8', 'base64'])),
  executable: z.optional(z.boolean()),
})

export const TerminalSizeSchema = z.strictObject({
  cols: z.int().check(z.gte(1), z.lte(1000)),
  rows: z.int().check(z.gte(1), z.lte(1000)),
})

/** A pattern for files to return: relative, `*` and `?` within a name, `**` for any folders, `[a-z]`. */
const CollectPatternSchema = PathSchema

/** One stdin of a run that compiles once and runs for each. */
export const CaseSchema = z.strictObject({
  name: z.optional(z.string().check(z.maxLength(200))),
  stdin: z.optional(TextOrBase64Schema),
  args: z.optional(ArgumentsSchema),
  /** The expected standard output; without it any output passes. */
  expected: z.optional(z.string()),
})

/**
 * How output is compared with what is expected. `exact`: byte for byte. `trim`: white space at the ends of lines and of
 * the text does not count. `tokens`: only the words count. `float`: words that are numbers may differ by this much,
 * absolutely or in proportion.
 */
export const CompareSchema = z.union([
  z.enum(['exact', 'trim', 'tokens']),
  z.strictObject({ float: z.number().check(z.gte(0), z.lte(1)) }),
])

/** A client's request. Either `code` (one file under the language's default name) or `files`. */
export const RunRequestSchema = z.strictObject({
  /** Absent in a session, which has one. */
  language: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  /** Runs in this session's sandbox, which keeps its files. */
  session: z.optional(z.string().check(z.maxLength(64))),
  version: z.optional(z.string().check(z.maxLength(64))),
  code: z.optional(z.string()),
  files: z.optional(
    z.array(FileSchema).check(
      z.minLength(1, 'must not be empty'),
      z.maxLength(MAX_ENTRIES, `must be at most ${MAX_ENTRIES}`),
      // A compiler may get all of them.
      z.refine(
        (files) => !areTooMany(files.map(({ path }) => path)),
        `must have paths of at most ${MAX_WORDS_BYTES} bytes together`,
      ),
    ),
  ),
  entry: z.optional(PathSchema),
  args: z.optional(ArgumentsSchema),
  env: z.optional(VariablesSchema),
  compileArgs: z.optional(ArgumentsSchema),
  stdin: z.optional(TextOrBase64Schema),
  tty: z.optional(z.union([z.literal(false), TerminalSizeSchema])),
  /** Whether the compiled program may come from, and be kept for, another run of the same program; default: yes. */
  cache: z.optional(z.boolean()),
  /** False starts the program without a prepared runtime. */
  prepared: z.optional(z.boolean()),
  collect: z.optional(z.array(CollectPatternSchema).check(z.maxLength(100))),
  cases: z.optional(z.array(CaseSchema).check(z.minLength(1), z.maxLength(MAX_ENTRIES))),
  compare: z.optional(CompareSchema),
  stopAtFirstFailure: z.optional(z.boolean()),
  onOutputLimit: z.optional(z.enum(['truncate', 'stop'])),
  limits: z.optional(LimitsSchema),
  compileLimits: z.optional(LimitsSchema),
})

export type RunRequest = z.infer<typeof RunRequestSchema>
export type RequestFile = z.infer<typeof FileSchema>
export type RequestCase = z.infer<typeof CaseSchema>
export type Compare = z.infer<typeof CompareSchema>
export type TerminalSize = z.infer<typeof TerminalSizeSchema>
