import { get, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'

export interface Answer {
  status: number
  /** null when it is not JSON. */
  body: unknown
}

interface Question {
  headers: Record<string, string>
  signal: AbortSignal
}

/** Requests JSON. Throws the reason for no answer. Redirects are left to `fetch`, which is slower to load. */
export async function getJson(url: URL, question: Question): Promise<Answer> {
  const response = await getPlain(url, question)
  const { statusCode: status = 0 } = response
  if (status >= 300 && status < 400) {
    response.destroy()
    return fetchJson(url, question)
  }
  return { status, body: await json(response).catch(() => null) }
}

async function getPlain(url: URL, question: Question): Promise<IncomingMessage> {
  const ask = url.protocol === 'https:' ? (await import('node:https')).get : get
  return new Promise((resolve, reject) => {
    ask(url, question, resolve).on('error', reject)
  })
}

async function fetchJson(url: URL, question: Question): Promise<Answer> {
  const response = await fetch(url, question)
  return { status: response.status, body: await response.json().catch(() => null) }
}
