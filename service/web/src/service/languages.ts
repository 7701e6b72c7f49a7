import type { LanguageInfo } from '@sandrun/shared'
import { HttpClient } from '@sandrun/shared/client'

/** The languages of the service this page came from, those that can run first, then by name. */
export async function fetchLanguages(): Promise<LanguageInfo[]> {
  const http = new HttpClient(new URL(location.origin), {
    fetch: async (url, request) => await fetch(url, request),
    unreachable: (cause) =>
      cause instanceof Response
        ? `The service does not answer (HTTP ${cause.status}).`
        : 'The service does not answer.',
  })
  const languages = await http.languages()
  return languages.toSorted(
    (a, b) => Number(b.available) - Number(a.available) || a.name.localeCompare(b.name) || compareVersions(b, a),
  )
}

function compareVersions(a: LanguageInfo, b: LanguageInfo): number {
  return (a.version ?? '').localeCompare(b.version ?? '', undefined, { numeric: true })
}
