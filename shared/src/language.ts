import * as z from 'zod/mini'
import { LimitsSchema } from './limits.ts'

const name = z.string().check(z.minLength(1), z.maxLength(64))
const argv = z.array(z.string()).check(z.minLength(1))

const isPattern = (source: string): boolean => {
  try {
    return new RegExp(source) instanceof RegExp
  } catch {
    return false
  }
}
const pattern = z.string().check(z.refine(isPattern, 'must be a JavaScript regular expression'))

/**
 * One phase of a language. In `argv` these stand for what the request brings:
 * `{file}` the entry file, `{name}` the entry file without folder and extension, `{files}` every file with one of the
 * pack's extensions, entry first; `{args}` the request's arguments, `{compileArgs}` its compile options.
 * `{files}`, `{args}` and `{compileArgs}` must stand alone.
 */
export const PhaseCommandSchema = z.strictObject({
  argv,
  env: z.optional(z.record(z.string(), z.string())),
  limits: z.optional(LimitsSchema),
})

/**
 * A runtime that starts before there is a program, and then takes over the program. It opens the file
 * `/.sandrun/handover` when it is up: service/agent/README.md says what it reads there.
 */
export const PrepareSchema = z.strictObject({
  /** The phase whose program it takes over. */
  phase: z.enum(['compile', 'run']),
  argv,
  /** Added to the phase's environment until the program brings its own. */
  env: z.optional(z.record(z.string(), z.string())),
  /**
   * The variables it reads at its start, by name; `*` at the end matches any ending. A request with another value for
   * one gets an ordinary start.
   */
  reads: z.array(name),
  /** It sizes itself by the sandbox's memory at its start; other limits get an ordinary start. */
  sizedByMemory: z.optional(z.boolean()),
  /** With fewer open files it starts differently, or not at all: then it gets an ordinary start. */
  openFiles: z.optional(z.int().check(z.gte(1))),
  /** It may be forked: for several cases, a copy of it runs each. It has one thread, and has drawn no random number. */
  forks: z.optional(z.boolean()),
  /** Its memory while it waits, in MiB. */
  memoryMb: z.int().check(z.positive()),
})

/** Finds a message's place in the program's own files; named groups file, line, column, severity, message. */
export const DiagnosticPatternSchema = z.strictObject({
  pattern,
  severity: z.optional(z.enum(['error', 'warning'])),
})

/** The id of a language pack, which is the name of its folder. */
export const LANGUAGE_ID = /^[a-z0-9][a-z0-9-]{0,31}$/

/** `languages/<id>/language.json`: everything the product knows about a language. */
export const LanguageManifestSchema = z.strictObject({
  $schema: z.optional(z.string()),
  id: z.string().check(z.regex(LANGUAGE_ID, 'must be lower-case letters, digits and "-"')),
  name,
  aliases: z.array(name),
  editorLanguageIds: z.array(name),
  extensions: z.array(z.string().check(z.regex(/^\.[^/\s]+$/, 'must begin with a "."'))),
  shebangs: z.optional(z.array(name)),
  /** How lines begin that other languages with the same extension do not have. */
  signs: z.optional(pattern.check(z.refine((source) => source.startsWith('^'), { error: 'must begin with "^"' }))),
  /** The default file name of a program. */
  file: name,
  /** The family base its Dockerfile builds on, a folder of `languages/_bases`. */
  base: name,
  /** Whether everything it needs comes from Debian, npm and NuGet, or from elsewhere on the internet. */
  build: z.enum(['offline', 'online']),
  /** An upstream image to use as it is, when the folder has no Dockerfile. */
  image: z.optional(z.string()),
  /** Built at the first start, and one sandbox stays warm. */
  starter: z.optional(z.boolean()),
  /** How to get the toolchain's version; by default the program that compiles or runs is asked with `--version`. */
  version: z.optional(z.strictObject({ argv, pattern })),
  compile: z.optional(PhaseCommandSchema),
  run: PhaseCommandSchema,
  artefacts: z.optional(z.array(z.string())),
  prepare: z.optional(PrepareSchema),
  libraries: z.optional(z.array(z.string())),
  /** Languages whose programs lack a library there and find it here; `libraries` matches its whole name. */
  richerThan: z.optional(z.array(z.strictObject({ languages: z.array(name), libraries: pattern }))),
  /** Additions to the other fields in docs/languages.md, in Markdown. */
  docs: z.optional(
    z.strictObject({
      /** Where the toolchain comes from. */
      source: z.string(),
      compiledWith: z.optional(z.string()),
      /** Unusual and missing features. */
      notes: z.optional(z.string()),
    }),
  ),
  diagnostics: z.optional(
    z.array(
      DiagnosticPatternSchema.check(
        z.refine(({ pattern: source }) => source.startsWith('^'), { error: 'must begin with "^"', path: ['pattern'] }),
      ),
    ),
  ),
  /**
   * Matches a failing program's standard error if its runtime, not the kernel, ran out of memory: the verdict is then
   * `memory-limit` too.
   */
  outOfMemory: z.optional(pattern),
  /** Matches a compiler's message about its own bug or limit, not the program's mistake. */
  compilerFailed: z.optional(pattern),
  /**
   * Matches an interpreter's first message if it cannot read the program; named groups file, line, column, message. It
   * is matched against standard error as a whole: `^` is its start.
   */
  syntaxError: z.optional(pattern),
  /** Matches a tool's or a failing program's message about a missing library; a named group name. */
  missingLibrary: z.optional(pattern),
  /** Warnings that the language's runtime would cause in every run, so results leave them out. */
  suppressedWarnings: z.optional(z.array(z.enum(['stdin', 'network']))),
})

export type LanguageManifest = z.infer<typeof LanguageManifestSchema>
export type Prepare = z.infer<typeof PrepareSchema>
export type PhaseCommand = z.infer<typeof PhaseCommandSchema>
export type DiagnosticPattern = z.infer<typeof DiagnosticPatternSchema>

export const SampleSchema = z.object({ name: z.string(), file: z.string(), code: z.string() })
export type Sample = z.infer<typeof SampleSchema>

/** One language in the answer of `GET /v1/languages`. */
export const LanguageInfoSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Read from the built image; null while it is not built. */
  version: z.nullable(z.string()),
  aliases: z.array(z.string()),
  editorLanguageIds: z.array(z.string()),
  extensions: z.array(z.string()),
  shebangs: z.array(z.string()),
  /** How its lines begin that languages with the same extension do not have; a regular expression. */
  signs: z.optional(z.string()),
  file: z.string(),
  compiled: z.boolean(),
  /** Whether a run can start now: the image is built. */
  available: z.boolean(),
  /** The service builds it on its own: now, or after others. Absent for all other languages. */
  build: z.optional(z.enum(['waiting', 'building'])),
  warm: z.int(),
  /** How many of the warm ones have their runtime up. */
  prepared: z._default(z.int(), 0),
  libraries: z.array(z.string()),
  diagnostics: z.array(DiagnosticPatternSchema),
  /** Absent if not asked for. */
  samples: z._default(z.array(SampleSchema), []),
})

export type LanguageInfo = z.infer<typeof LanguageInfoSchema>

export const LanguagesResponseSchema = z.object({ languages: z.array(LanguageInfoSchema) })
