import { inject } from 'vitest'
import { ProcessEngine } from '../../src/drivers/process/process-engine.ts'
import { LABELS } from '../../src/model/labels.ts'
import { AGENT_IMAGE } from '../../src/worker/pool/agent-volume.ts'

/** An engine of processes that has the agent's image, and one of each of these languages. */
export function processEngine(languages: readonly string[] = []): ProcessEngine {
  const agent = inject('agent')
  if ('missing' in agent) {
    throw new Error(`This test runs the agent, which was not built: on Linux install make and gcc. ${agent.missing}`)
  }
  const images = languages.map((id) => ({
    id: `sha256:${id}`,
    tags: [`sandrun/${id}:latest`],
    labels: { [LABELS.pack]: id, [LABELS.version]: '1.0' },
    sizeBytes: 0,
  }))
  const agentImage = { id: 'sha256:agent', tags: [`${AGENT_IMAGE}:latest`], labels: {}, sizeBytes: 0 }
  return new ProcessEngine({ agent: agent.path, images: [agentImage, ...images] })
}
