// Sends a program as a job, disconnects, and fetches its result later.
import { Sandrun, toLossyText } from '@sandrun/client'

const sandrun = new Sandrun()
const idempotencyKey = crypto.randomUUID()
const request = { language: 'bash', code: 'echo out; echo err >&2; sleep 0.2; echo done' }
const job = await sandrun.submit(request, { idempotencyKey })
const same = await sandrun.submit(request, { idempotencyKey })
console.log(`sent twice, one job: ${job.id === same.id}`)

const found = sandrun.job(job.id)
for await (const event of found.events()) {
  if (event.type === 'output' && event.channel === 'stderr') console.log(`stderr: ${toLossyText(event.content).trim()}`)
}
const { verdict } = await found.result()
console.log(verdict)
const { runs } = await sandrun.runs()
console.log(`in the list: ${runs.some(({ id }) => id === job.id)}`)

// Prints:
// sent twice, one job: true
// stderr: err
// ok
// in the list: true
