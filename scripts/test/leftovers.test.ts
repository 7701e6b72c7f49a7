import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { orphansAmong } from './leftovers.ts'

const container = (name: string, owner: string) => ({ name, labels: { 'sandrun.owner': owner } })
const running = (pid: number) => pid === 1

test('a container whose service has ended is left over', () => {
  const containers = [container('alive', `${hostname()}:1:5`), container('orphan', `${hostname()}:2:5`)]
  expect(orphansAmong(containers, running)).toEqual(['orphan'])
})

test("another host's containers are left alone", () => {
  expect(orphansAmong([container('far', 'elsewhere:2:5')], running)).toEqual([])
})
