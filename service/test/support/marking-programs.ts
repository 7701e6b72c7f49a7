import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunRequest } from '@sandrun/shared'
import { sh } from './process-worker.ts'

/** What a program of `dialogue` prints for the words "one" and "two". */
export const ANSWERS = `up\n${['one', 'two'].map((word, turn) => Array.from({ length: 100 }, (_value, line) => `${turn + 1} ${line} ${word}\n`).join('')).join('')}`

/** Programs that write their name into one file when they start, so that a test can count every start. */
export interface MarkingPrograms extends AsyncDisposable {
  /** Says "up", then answers two words with 100 lines each, and rests after each of them. */
  dialogue(name: string, restS?: number): RunRequest
  /** Says "done" after so many seconds. */
  silent(name: string, seconds: number): RunRequest
  /** The name of each start, in order. */
  started(): Promise<string[]>
}

export async function createMarkingPrograms(): Promise<MarkingPrograms> {
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-marks-'))
  const marks = join(folder, 'marks')
  await writeFile(marks, '')
  // Programs run as other users than the test.
  await chmod(folder, 0o755)
  await chmod(marks, 0o666)
  return {
    dialogue: (name, restS = 0) =>
      sh(`echo ${name} >> ${marks}
echo up
for turn in 1 2; do
  read word
  line=0
  while [ $line -lt 100 ]; do echo "$turn $line $word"; line=$((line + 1)); done
  sleep ${restS}
done`),
    silent: (name, seconds) => sh(`echo ${name} >> ${marks}; sleep ${seconds}; echo done`),
    started: async () => (await readFile(marks, 'utf8')).trim().split('\n'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}
