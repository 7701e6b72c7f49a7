import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Copies images of this machine's Docker to another engine, by that engine's command. */
export async function copyImages(images: readonly string[], command: string, load: readonly string[]): Promise<void> {
  const from = spawn('docker', ['save', ...images], { stdio: ['ignore', 'pipe', 'inherit'] })
  const to = spawn(command, load, { stdio: [from.stdout, 'ignore', 'inherit'] })
  const codes = (await Promise.all([once(from, 'exit'), once(to, 'exit')])).map(([code]) => code)
  if (codes.some((code) => code !== 0))
    throw new Error(`docker save ended with ${codes[0]}, ${command} with ${codes[1]}.`)
}
