import * as z from 'zod/mini'

/** The longest list of arguments, files or variables a request may hold. */
export const MAX_ENTRIES = 1000

/** The longest string Linux hands to a program, without its NUL (execve(2), MAX_ARG_STRLEN with pages of 4 KiB). */
export const MAX_WORD_BYTES = 128 * 1024 - 1

/**
 * The most bytes that the arguments of one list, the variables or the paths may have. All of them together fit into the
 * frame to the agent and into what Linux allows for a program's arguments and environment (execve(2), ARG_MAX: a
 * quarter of a stack of 8 MiB).
 */
export const MAX_WORDS_BYTES = 256 * 1024

const encoder = new TextEncoder()

/** UTF-8 has at most three bytes per UTF-16 unit: only text that may be too long is counted. */
function isWithin(words: readonly string[], most: number): boolean {
  const units = words.reduce((sum, word) => sum + word.length, 0)
  if (units * 3 <= most) return true
  return units <= most && words.reduce((sum, word) => sum + encoder.encode(word).length, 0) <= most
}

/** Whether the texts of one kind are too long in total. */
export function areTooMany(words: readonly string[]): boolean {
  return !isWithin(words, MAX_WORDS_BYTES)
}

const TOO_LONG = `must be at most ${MAX_WORD_BYTES} bytes long`
const TOO_MANY_BYTES = `must be at most ${MAX_WORDS_BYTES} bytes together`
const TOO_MANY = `must be at most ${MAX_ENTRIES}`

/** POSIX allows no NUL in an argument or an environment variable: it would end the string. */
const word = z.string().check(
  z.refine((text) => !text.includes('\0'), 'must not contain a NUL byte'),
  z.refine((text) => text.isWellFormed(), 'must be Unicode text, without half of a surrogate pair'),
  z.refine((text) => isWithin([text], MAX_WORD_BYTES), TOO_LONG),
)

export const ArgumentsSchema = z.array(word).check(
  z.maxLength(MAX_ENTRIES, TOO_MANY),
  z.refine((words) => !areTooMany(words), TOO_MANY_BYTES),
)

/** POSIX environment variable names (IEEE 1003.1, 8.1), with the usual lower case. */
const variableName = z
  .string()
  .check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a name of letters, digits and _, and not begin with a digit'))

/** A program receives `NAME=value` as one string. */
export const VariablesSchema = z.record(variableName, word).check(
  z.refine((variables) => Object.keys(variables).length <= MAX_ENTRIES, TOO_MANY),
  z.refine((variables) => Object.entries(variables).every((pair) => isWithin(pair, MAX_WORD_BYTES - 1)), TOO_LONG),
  z.refine((variables) => !areTooMany(Object.entries(variables).flat()), TOO_MANY_BYTES),
)
