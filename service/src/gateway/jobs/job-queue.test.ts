import { expect, it } from 'vitest'
import { RecordedRun } from '../records/recorded-run.ts'
import { JobQueue } from './job-queue.ts'

const job = (principal: string, id = principal): RecordedRun => new RecordedRun({ id, principal, language: 'c' })

/** The jobs in the order they start, until none may. */
function takeAll(queue: JobQueue): string[] {
  const taken: string[] = []
  for (let next = queue.take(); next !== null; next = queue.take()) taken.push(next.identity.principal)
  return taken
}

it('serves principals in turn, whoever came first', () => {
  const queue = new JobQueue({ total: 9, perPrincipal: 9 })
  for (const principal of ['ada', 'ada', 'ada', 'eve', 'bob']) queue.push(job(principal))
  expect(takeAll(queue)).toEqual(['ada', 'eve', 'bob', 'ada', 'ada'])
  expect(queue.size).toBe(0)
})

it('starts no more than it may, of all and of one', () => {
  const queue = new JobQueue({ total: 3, perPrincipal: 2 })
  const jobs = ['ada', 'ada', 'ada', 'eve', 'eve'].map((principal, index) => job(principal, String(index)))
  for (const one of jobs) queue.push(one)
  expect(takeAll(queue)).toEqual(['ada', 'eve', 'ada'])
  queue.done(job('eve'))
  expect(takeAll(queue)).toEqual(['eve'])
  queue.done(job('ada'))
  expect(takeAll(queue)).toEqual(['ada'])
})

it('takes a job out of its turn, once', () => {
  const queue = new JobQueue({ total: 1, perPrincipal: 1 })
  const [first, second] = [job('ada', '1'), job('ada', '2')]
  queue.push(first)
  queue.push(second)
  expect(queue.take()).toBe(first)
  expect(queue.withdraw(second)).toBe(true)
  expect(queue.withdraw(second)).toBe(false)
  expect(queue.withdraw(first)).toBe(false)
  expect(queue.size).toBe(0)
})
