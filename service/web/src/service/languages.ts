import { signal } from '@preact/signals'
import type { LanguageInfo, Sample } from '@sandrun/shared'
import { HttpClient } from '@sandrun/shared/client'

/** The languages of the service this page came from. Samples, which are most of what there is, come with a language. */
export class Languages {
  /** Those that can run first, then by name. */
  readonly list = signal<readonly LanguageInfo[]>([])
  /** By language, of those that were asked for. */
  readonly samples = signal<ReadonlyMap<string, readonly Sample[]>>(new Map())
  readonly #asked = new Map<string, Promise<LanguageInfo>>()
  readonly #http = new HttpClient(new URL(location.origin), {
    fetch: async (url, request) => await fetch(url, request),
    unreachable: (cause) =>
      cause instanceof Response
        ? `The service does not answer (HTTP ${cause.status}).`
        : 'The service does not answer.',
  })

  find(id: string): LanguageInfo | undefined {
    return this.list.value.find((language) => language.id === id)
  }

  /** Gets what is there now: one may have been built meanwhile. Throws a SandrunError. */
  async load(): Promise<void> {
    const languages = await this.#http.languages(undefined, { withoutSamples: true })
    const known = new Map(this.list.peek().map((language) => [factsOf(language), language]))
    // What is as it was stays the same object, so that nothing is drawn anew.
    const fresh = inOrder(languages).map((language) => known.get(factsOf(language)) ?? language)
    const isSame = fresh.length === known.size && fresh.every((language, at) => language === this.list.peek()[at])
    if (!isSame) this.list.value = fresh
  }

  /** Gets what has changed, and the samples of this language where they did not come. */
  async lookAgain(id: string): Promise<void> {
    await Promise.allSettled([this.load(), this.samplesOf(id)])
  }

  /** The samples of a language, asked for once; none where the service does not answer. */
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

/** What the page shows of a language: not how many sandboxes wait. */
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
