import { extname } from 'node:path'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import {
  type CollectedFile,
  type LanguageInfo,
  type PhaseResult,
  type RunResult,
  VERDICTS,
  toLossyText,
} from '@sandrun/shared'
import * as z from 'zod/mini'

/** Picture types that a model can look at. */
const PICTURES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
}

const PhaseOutputSchema = z.object({
  stdout: z.string(),
  stderr: z.string(),
  exitCode: z.nullable(z.int()),
  signal: z.nullable(z.string()),
  wallMs: z.number(),
  cpuMs: z.number(),
  memoryKb: z.number(),
})

/** The answer of `run_code`, for clients that read structured content. */
export const RunOutputSchema = z.object({
  verdict: z.enum(VERDICTS),
  message: z.string(),
  language: z.string(),
  version: z.string(),
  compile: z.optional(PhaseOutputSchema),
  run: z.optional(PhaseOutputSchema),
  warnings: z.array(z.string()),
  /** Paths of the files brought back; the answer's blocks hold their content. */
  files: z.array(z.string()),
})

export function textResult(text: string, structuredContent?: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text }], ...(structuredContent && { structuredContent }) }
}

/** A failed program is an answer, not an error of the tool: see its verdict. */
export function runResult(result: RunResult): CallToolResult {
  const { verdict, message, language, version, compile, run, warnings, files = [] } = result
  const text = [
    `${verdict}: ${message}`,
    ...warnings.map((warning) => `warning: ${warning}`),
    ...(compile === undefined ? [] : channels('compiler ', compile)),
    ...(run === undefined ? [] : channels('', run)),
  ].join('\n')
  return {
    content: [{ type: 'text', text }, ...files.map(fileBlock)],
    structuredContent: {
      verdict,
      message,
      language,
      version,
      ...(compile !== undefined && { compile: phaseOutput(compile) }),
      ...(run !== undefined && { run: phaseOutput(run) }),
      warnings,
      files: files.map(({ path }) => path),
    },
  }
}

/** One line for each language that can run. */
export function languagesResult(languages: readonly LanguageInfo[]): CallToolResult {
  const built = languages.filter(({ available }) => available)
  if (built.length === 0)
    return textResult('This service has no built languages. Its operator can build some: sandrun lang build.')
  const lines = built.map(({ id, name, version, libraries }) => {
    const extra = libraries.length === 0 ? '' : ` (with ${libraries.join(', ')})`
    return `${id}: ${name} ${version ?? ''}${extra}`
  })
  return textResult(lines.join('\n'))
}

function channels(prefix: string, { stdout, stderr }: PhaseResult): string[] {
  const parts = { stdout: toLossyText(stdout), stderr: toLossyText(stderr) }
  return Object.entries(parts).flatMap(([name, text]) => (text === '' ? [] : [`--- ${prefix}${name}`, text.trimEnd()]))
}

function phaseOutput(phase: PhaseResult): z.infer<typeof PhaseOutputSchema> {
  const { exitCode, signal, wallMs, cpuMs, memoryKb } = phase
  const [stdout, stderr] = [toLossyText(phase.stdout), toLossyText(phase.stderr)]
  return { stdout, stderr, exitCode, signal, wallMs, cpuMs, memoryKb }
}

function fileBlock({ path, content, encoding }: CollectedFile): CallToolResult['content'][number] {
  const mimeType = PICTURES[extname(path).toLowerCase()]
  const uri = `sandbox:///${encodeURI(path)}`
  if (encoding === 'utf8') return { type: 'resource', resource: { uri, text: content } }
  if (mimeType !== undefined) return { type: 'image', data: content, mimeType }
  return { type: 'resource', resource: { uri, blob: content } }
}
