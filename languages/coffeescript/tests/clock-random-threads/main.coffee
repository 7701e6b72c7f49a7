{ Worker } = require 'node:worker_threads'

process.exit 1 if Date.now() < 1.7e12 or Math.random() is Math.random()

program = 'const { parentPort, workerData } = require("node:worker_threads"); parentPort.postMessage(workerData)'
run = (number) ->
  new Promise (resolve) -> new Worker(program, { eval: true, workerData: number }).once 'message', resolve
results = await Promise.all [1, 2, 3].map run
console.log 'clock random', results.reduce (sum, number) -> sum + number
