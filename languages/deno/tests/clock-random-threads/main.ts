if (Date.now() < 1.7e12 || Math.random() === Math.random()) Deno.exit(1)

const run = (number: number) =>
  new Promise<number>((resolve) => {
    const worker = new Worker(import.meta.resolve('./worker.ts'), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<number>) => {
      worker.terminate()
      resolve(data)
    }
    worker.postMessage(number)
  })
const results = await Promise.all([1, 2, 3].map(run))
console.log('clock random', results.reduce((sum, number) => sum + number))
