import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** GIF counts time in hundredths of a second, and browsers slow down what changes faster than this. */
const SHORTEST_FRAME_S = 0.02

/** What the page shows from now on, with the times at which it changed. `stop` returns the frames. */
export async function startScreencast(page) {
  const session = await page.context().newCDPSession(page)
  const frames = []
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    frames.push({ at: metadata.timestamp, png: Buffer.from(data, 'base64') })
    // After the last one, the session may have ended.
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => {})
  })
  await session.send('Page.startScreencast', { format: 'png' })
  return {
    stop: async () => {
      await session.send('Page.stopScreencast')
      const end = Date.now() / 1000
      await session.detach()
      return withDurations(frames, end)
    },
  }
}

/** Each frame stays until the next one; of those that nobody could see, the later one counts. */
function withDurations(frames, end) {
  return frames
    .map(({ at, png }, index) => ({ png, seconds: (frames[index + 1]?.at ?? end) - at }))
    .filter(({ seconds }) => seconds >= SHORTEST_FRAME_S)
}

/** Writes frames as an animated GIF: one palette, and of each frame only what changed. */
export async function writeGif(frames, path) {
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-frames-'))
  try {
    const list = ['ffconcat version 1.0']
    for (const [index, { png, seconds }] of frames.entries()) {
      await writeFile(join(folder, `${index}.png`), png)
      list.push(`file ${index}.png`, 'option framerate 100', `duration ${seconds.toFixed(3)}`)
    }
    await writeFile(join(folder, 'list'), list.join('\n'))
    const palette = 'split[a][b];[a]palettegen=max_colors=128[p];[b][p]paletteuse=dither=none:diff_mode=rectangle'
    // ffmpeg forgets how long the last one of a list stays.
    const last = Math.round((frames.at(-1)?.seconds ?? 0) * 100)
    const input = ['-f', 'concat', '-safe', '0', '-i', join(folder, 'list')]
    const output = ['-vf', palette, '-vsync', 'vfr', '-final_delay', String(last), path]
    const args = ['-v', 'error', '-y', ...input, ...output]
    await promisify(execFile)('ffmpeg', args)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    throw new Error('The recording needs ffmpeg: apt-get install ffmpeg, or npm run pictures.', { cause: error })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
