import { randomBytes } from 'node:crypto'
import { describe, expect, it, onTestFinished } from 'vitest'
import { tarContext } from '../../src/images/context.ts'
import type { ImageEngine } from '../../src/ports/image-engine.ts'

const LABEL = 'sandrun.contract'

/** The contract for building, listing and removing languages. `base` is an image with a shell. */
export function imageEngineContract(name: string, given: () => { engine: ImageEngine; base: string }): void {
  const randomTag = (): string => `sandrun-contract-${randomBytes(6).toString('hex')}`

  /** Builds an image from these lines on the base, removed with the test. */
  const build = async (
    lines: readonly string[],
    onLine: (line: string) => void = () => {},
    signal?: AbortSignal,
  ): Promise<{ tag: string; printed: string[] }> => {
    const { engine, base } = given()
    const tag = randomTag()
    onTestFinished(() => engine.removeImage(tag))
    const printed: string[] = []
    const onProgress = (line: string): void => {
      printed.push(line)
      onLine(line)
    }
    const dockerfile = ['ARG BASE', 'FROM $BASE', 'USER 0:0', ...lines].join('\n')
    const files = [
      { path: 'Dockerfile', content: Buffer.from(dockerfile) },
      { path: 'greeting', content: Buffer.from('hello\n') },
    ]
    const labels = { [LABEL]: tag }
    const context = tarContext(files)
    await engine.buildImage({ tag, labels, buildArgs: { BASE: base }, context, onProgress }, signal)
    return { tag, printed }
  }

  describe(`${name}, as an image engine`, () => {
    it('builds an image from its context, and reports progress', async () => {
      const { tag, printed } = await build(['COPY greeting /greeting', 'RUN echo "so far" && cat /greeting'])
      expect(printed).toEqual(expect.arrayContaining(['so far', 'hello']))
      expect(printed.join('')).not.toContain('\n')
      const { engine, base } = given()
      const [image, below] = [await engine.inspectImage(tag), await engine.inspectImage(base)]
      expect(image).toMatchObject({ tags: [`${tag}:latest`], labels: { [LABEL]: tag }, volumes: [] })
      expect(image?.layers.slice(0, below?.layers.length)).toEqual(below?.layers)
      expect(image?.sizeBytes).toBeGreaterThanOrEqual(below?.sizeBytes ?? Infinity)
      const listed = await engine.listImages(LABEL)
      expect(listed.find(({ id }) => id === image?.id)).toMatchObject({ tags: image?.tags, labels: image?.labels })
    })

    it('says why an image could not be built, and leaves none', async () => {
      await expect(build(['RUN echo "no such tool" >&2; exit 7'])).rejects.toMatchObject({
        code: 'sandbox-failed',
        message: expect.stringContaining('7'),
      })
      expect(await given().engine.listImages(LABEL)).toEqual([])
    })

    it('stops building when the build is cancelled', async () => {
      const stop = new AbortController()
      const abort = (line: string): void => {
        if (line === 'up') stop.abort(new Error('nobody wants it'))
      }
      await expect(build(['RUN echo up; sleep 1000'], abort, stop.signal)).rejects.toThrow(/abort|nobody/i)
      expect(await given().engine.listImages(LABEL)).toEqual([])
    })

    it('lists the volumes that an image declares', async () => {
      const { tag } = await build(['VOLUME /data'])
      expect(await given().engine.inspectImage(tag)).toMatchObject({ volumes: ['/data'] })
    })

    it('returns the output of a command in an image', async () => {
      const { engine, base } = given()
      await expect(engine.capture(base, ['sh', '-c', 'echo out; echo err >&2'])).resolves.toMatch(/out\n/)
      await expect(engine.capture('sandrun/no-such-image', ['true'])).rejects.toMatchObject({ code: 'image-missing' })
    })

    it('knows no image under an unknown name, and removes it without an error', async () => {
      const { engine } = given()
      const tag = randomTag()
      expect(await engine.inspectImage(tag)).toBeNull()
      expect(await engine.listImages(`${LABEL}.never`)).toEqual([])
      await engine.removeImage(tag)
      expect(await engine.removeUnusedImage(tag)).toBe(true)
    })

    it('removes an image that nothing uses, and no other', async () => {
      const { engine } = given()
      const below = await build(['RUN echo below >/below'])
      const tag = randomTag()
      onTestFinished(() => engine.removeImage(tag))
      const dockerfile = { path: 'Dockerfile', content: Buffer.from(`FROM ${below.tag}\nRUN echo above >/above\n`) }
      await engine.buildImage({ tag, labels: {}, context: tarContext([dockerfile]), onProgress: () => {} })
      const id = (await engine.inspectImage(below.tag))?.id ?? ''
      expect(await engine.removeUnusedImage(id)).toBe(false)
      expect(await engine.removeUnusedImage(tag)).toBe(true)
      expect(await engine.inspectImage(tag)).toBeNull()
    })

    it('reports the size of all images', async () => {
      const { engine, base } = given()
      const image = await engine.inspectImage(base)
      expect(await engine.diskUsage()).toBeGreaterThanOrEqual(image?.sizeBytes ?? Infinity)
    })

    it('lists no volume for an unknown label, and removes a missing one without an error', async () => {
      const { engine } = given()
      expect(await engine.listVolumes(`${LABEL}.never`)).toEqual([])
      await engine.removeVolume(randomTag())
    })
  })
}
