import { Worker } from 'node:worker_threads'

if (Date.now() < 1.7e12 || Math.random() === Math.random()) process.exit(1)

const program = 'const { parentPort, workerData } = require("node:worker_threads"); parentPort.postMessage(workerData)'
const run = (number: number) =>
  new Promise<number>((resolve) => new Worker(program, { eval: true, workerData: number }).once('message', resolve))
const results = await Promise.all([1, 2, 3].map(run))
console.log('clock random', results.reduce((sum, number) => sum + number))
