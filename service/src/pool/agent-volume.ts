import { SandrunError } from '@sandrun/shared'
import { LABELS } from '../container/labels.ts'
import type { ContainerEngine } from '../container/port.ts'

export const AGENT_IMAGE = 'sandrun/agent'
const AGENT_PATH = '/.sandrun'

/**
 * Makes sure the volume that carries the agent into every sandbox is there and full, and gives its name: one for
 * each build of the agent, so that a running service keeps the one it started with. Throws `image-missing`.
 */
export async function prepareAgent(engine: ContainerEngine): Promise<string> {
  const image = await engine.inspectImage(AGENT_IMAGE)
  if (image === null) {
    throw new SandrunError('image-missing', 'The agent, which every sandbox starts with, is not built.', {
      hint: 'Build it: sandrun lang build --starter',
    })
  }
  const hash = image.id.replace('sha256:', '').slice(0, 12)
  const name = `sandrun-agent-${hash}`
  await engine.fillVolume({ name, labels: { [LABELS.hash]: hash } }, AGENT_IMAGE, AGENT_PATH)
  return name
}
