import type { NodeInfo, NodeRegistry } from '../../src/ports/node-registry.ts'

/** A registry of these nodes. */
export function fakeRegistry(list: () => Promise<NodeInfo[]> = async () => []): NodeRegistry {
  return {
    list,
    async alive(nodes) {
      return new Set((await list()).flatMap(({ id }) => (nodes.has(id) ? id : [])))
    },
  }
}
