import * as z from 'zod/mini'
import type { BenchService } from './bench-service.ts'

/** One of the APIs that a service speaks. */
export interface Api {
  name: string
  /** This API's names for our languages, if it has its own; null: it does not have the language. */
  names: Readonly<Record<string, string | number | null>>
  /** Runs a program to its end and returns its output, or throws the answer. */
  run(service: BenchService, language: string | number, code: string): Promise<string>
}

/** An API with one request, whose answer has the output somewhere. */
function overHttp(
  name: string,
  path: string,
  answer: z.ZodMiniType<string>,
  body: (language: string | number, code: string) => object,
  names: Api['names'] = {},
): Api {
  return {
    name,
    names,
    async run({ url }, language, code) {
      const headers = { 'content-type': 'application/json' }
      const request = { method: 'POST', headers, body: JSON.stringify(body(language, code)) }
      const response = await fetch(new URL(path, url), request)
      const text = await response.text()
      const parsed = response.ok ? answer.safeParse(JSON.parse(text)) : null
      if (parsed?.success !== true) throw new Error(`HTTP ${response.status}: ${text.slice(0, 300)}`)
      return parsed.data
    },
  }
}

/** Reads a value from an object of this shape. */
function at<Shape extends z.core.$ZodShape>(shape: Shape, read: (value: z.infer<z.ZodMiniObject<Shape>>) => string) {
  return z.pipe(z.object(shape), z.transform(read))
}

const phase = z.object({ stdout: z.string() })
const plain = (language: string | number, code: string): object => ({ language, code })

const WEBSOCKET: Api = {
  name: 'WebSocket',
  names: {},
  async run(service, language, code) {
    using client = await service.connect()
    const { run, verdict, message } = await client.run({ language: String(language), code }).result
    if (typeof run?.stdout !== 'string') throw new Error(`${verdict}: ${message}`)
    return run.stdout
  },
}

const JUDGE0_IDS = {
  bash: 46,
  c: 50,
  cpp: 54,
  go: 60,
  java: 62,
  javascript: 63,
  perl: 85,
  php: 68,
  python: 71,
  ruby: 72,
}

export const APIS: readonly Api[] = [
  WEBSOCKET,
  overHttp(
    '`/v1/runs`',
    '/v1/runs',
    at({ run: phase }, ({ run }) => run.stdout),
    plain,
  ),
  overHttp(
    '`/execute`',
    '/execute',
    at({ output: z.string() }, ({ output }) => output),
    plain,
  ),
  overHttp(
    '`/api/run`',
    '/api/run',
    at({ output: z.string() }, ({ output }) => output),
    plain,
  ),
  overHttp(
    'Piston',
    '/api/v2/execute',
    at({ run: phase }, ({ run }) => run.stdout),
    (language, content) => ({
      language,
      version: '*',
      files: [{ content }],
    }),
  ),
  overHttp(
    'Judge0',
    '/judge0/submissions?wait=true',
    at({ stdout: z.string() }, ({ stdout }) => stdout),
    (language_id, source_code) => ({ language_id, source_code }),
    JUDGE0_IDS,
  ),
  overHttp(
    'Jobe',
    '/jobe/index.php/restapi/runs',
    at({ stdout: z.string() }, ({ stdout }) => stdout),
    (language_id, sourcecode) => ({ run_spec: { language_id, sourcecode } }),
    { bash: null, go: null, perl: null, ruby: null, javascript: 'nodejs', python: 'python3' },
  ),
  overHttp(
    'SandboxFusion',
    '/sandboxfusion/run_code',
    at({ run_result: phase }, ({ run_result }) => run_result.stdout),
    plain,
    { c: null, javascript: 'nodejs' },
  ),
]
