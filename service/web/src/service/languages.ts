import { signal } from '@preact/signals'
import type { LanguageInfo, Sample } from '@sandrun/shared'
import { HttpClient } from '@sandrun/shared/client'

/** The languages of the page's service. Samples, which are most of the data, come with a language. */
export class Languages {
  /** Runnable languages first, then by name. */
  readonly list = signal<readonly LanguageInfo[]>([])
  /** By language, for those that were asked for. */
  readonly samples = signal<ReadonlyMap<string, readonly Sample[]>>(new Map())
  readonly #asked = new Map<string, Promise<LanguageInfo>>()
  readonly #http = httpClient()

  find(id: string): LanguageInfo | undefined {
    return this.list.value.find((language) => language.id === id)
  }

  /** Loads the current list: more may have been built meanwhile. Throws a SandrunError. */
  async load(): Promise<void> {
    const languages = await this.#http.languages(undefined, { withoutSamples: true })
    const known = new Map(this.list.peek().map((language) => [factsOf(language), language]))
    // Unchanged languages stay the same objects, so that nothing is redrawn.
    const fresh = inOrder(languages).map((language) => known.get(factsOf(language)) ?? language)
    const isSame = fresh.length === known.size && fresh.every((language, at) => language === this.list.peek()[at])
    if (!isSame) this.list.value = fresh
  }

  /** Has the service build a language, and loads the list, which says so. Throws a SandrunError. */
  async build(id: string, token: string | undefined): Promise<void> {
    await httpClient(token).buildLanguage(id)
    await this.load()
  }

  /** Loads what has changed, and this language's samples if they are missing. */
  async lookAgain(id: string): Promise<void> {
    await Promise.allSettled([this.load(), this.samplesOf(id)])
  }

  /** A language's samples, loaded once; none if the service does not answer. */
  async samplesOf(id: string): Promise<readonly Sample[]> {
    const asked = this.#asked.get(id) ?? this.#http.language(id)
    this.#asked.set(id, asked)
    try {
      const { samples } = await asked
      if (!this.samples.peek().has(id)) this.samples.value = new Map(this.samples.peek()).set(id, samples)
      return samples
    } catch {
      this.#asked.delete(id)
      return []
    }
  }
}

function httpClient(token?: string): HttpClient {
  return new HttpClient(new URL(location.origin), {
    fetch: async (url, request) => await fetch(url, request),
    token,
    unreachable: (cause) =>
      cause instanceof Response
        ? `The service does not answer (HTTP ${cause.status}).`
        : 'The service does not answer.',
  })
}

/** The facts shown of a language: not the number of warm sandboxes. */
function factsOf(language: LanguageInfo): string {
  return JSON.stringify({ ...language, warm: 0, prepared: 0 })
}

function inOrder(languages: readonly LanguageInfo[]): LanguageInfo[] {
  return languages.toSorted(
    (a, b) => Number(b.available) - Number(a.available) || a.name.localeCompare(b.name) || compareVersions(b, a),
  )
}

function compareVersions(a: LanguageInfo, b: LanguageInfo): number {
  return (a.version ?? '').localeCompare(b.version ?? '', undefined, { numeric: true })
}
