import {
  ErrorResponseSchema,
  type LanguageInfo,
  LanguagesResponseSchema,
  parseOrThrow,
  SandrunError,
} from '@sandrun/shared'

const ANSWER_TIMEOUT_MS = 10_000

/** The languages of the service this page came from, those that can run first, then by name. */
export async function fetchLanguages(): Promise<LanguageInfo[]> {
  const response = await ask()
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) {
    const refused = ErrorResponseSchema.safeParse(body)
    if (refused.success) throw SandrunError.fromBody(refused.data.error)
    throw new SandrunError('unreachable', `The service does not answer (HTTP ${response.status}).`)
  }
  const { languages } = parseOrThrow(LanguagesResponseSchema, body, { code: 'protocol-violation' })
  return languages.toSorted(
    (a, b) => Number(b.available) - Number(a.available) || a.name.localeCompare(b.name) || compareVersions(b, a),
  )
}

function compareVersions(a: LanguageInfo, b: LanguageInfo): number {
  return (a.version ?? '').localeCompare(b.version ?? '', undefined, { numeric: true })
}

async function ask(): Promise<Response> {
  try {
    return await fetch('/v1/languages', { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
  } catch (error) {
    throw new SandrunError('unreachable', 'The service does not answer.', { cause: error })
  }
}
