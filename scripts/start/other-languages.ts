import { setTimeout as wait } from 'node:timers/promises'
import type { LanguageInfo } from '@sandrun/shared'
import { HttpClient } from '@sandrun/shared/client'
import { say, showStep } from '../bootstrap/step-line.mjs'

const POLL_MS = 1000

/** The time for one language on a fresh machine, two at once. */
const USUAL_SECONDS_EACH = 20

type Language = Pick<LanguageInfo, 'id' | 'name' | 'version' | 'available' | 'build'>

/** Reports the languages that the service builds in the background, a line for each, until all are done. */
export async function followLanguages(url: string, signal: AbortSignal): Promise<void> {
  const http = new HttpClient(new URL(url), { fetch: async (address, request) => await fetch(address, request) })
  const look = (): Promise<Language[]> => http.languages(signal, { withoutSamples: true })
  let before = await look()
  const all = toCome(before).length
  if (all === 0) return
  const follow = async (detail: (text: string) => void): Promise<string> => {
    const failed: string[] = []
    while (toCome(before).length > 0) {
      detail(whatIsLeft(toCome(before), all))
      await wait(POLL_MS, undefined, { signal })
      const now = await look()
      for (const { name, version, available } of ended(before, now)) {
        say(available ? `✓ ${name} ${version ?? ''} can run` : `✗ ${name} could not be built; the lines above say why`)
        if (!available) failed.push(name)
      }
      before = now
    }
    return failed.length === 0 ? 'all can run' : `without ${failed.join(', ')}`
  }
  await showStep('Other languages', follow, { usually: all * USUAL_SECONDS_EACH })
}

function toCome(languages: readonly Language[]): Language[] {
  return languages.filter(({ build }) => build !== undefined)
}

/** Languages whose build is over, in their present state. */
export function ended(before: readonly Language[], now: readonly Language[]): Language[] {
  const coming = new Set(toCome(before).map(({ id }) => id))
  return now.filter(({ id, build }) => coming.has(id) && build === undefined)
}

/** `2 of 7 can run; building C, Go; then Java` */
export function whatIsLeft(left: readonly Language[], all: number): string {
  const names = (state: Language['build']): string =>
    left.flatMap(({ name, build }) => (build === state ? name : [])).join(', ')
  const building = names('building')
  const waiting = names('waiting')
  return [
    `${all - left.length} of ${all} can run`,
    ...(building === '' ? [] : [`building ${building}`]),
    ...(waiting === '' ? [] : [`then ${waiting}`]),
  ].join('; ')
}
