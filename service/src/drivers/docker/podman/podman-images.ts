import type Dockerode from 'dockerode'

/** Whether another image was built on this one. Docker keeps such an image, Podman only takes away its name. */
export async function hasChild(docker: Dockerode, name: string): Promise<boolean> {
  const { Id } = await docker.getImage(name).inspect()
  const parent = plainId(Id)
  return (await docker.listImages({ all: true })).some(({ ParentId }) => plainId(ParentId) === parent)
}

/** Bytes of all images, those of an image and its parents counted once. Podman itself reports 0. */
export async function imageBytes(docker: Dockerode): Promise<number> {
  const images = await docker.listImages({ all: true })
  const sizes = new Map(images.map(({ Id, Size }) => [plainId(Id), Size]))
  return images.reduce((sum, { Size, ParentId }) => sum + Size - (sizes.get(plainId(ParentId)) ?? 0), 0)
}

function plainId(id: string): string {
  return id.replace('sha256:', '')
}
