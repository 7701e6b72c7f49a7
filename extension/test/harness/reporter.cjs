'use strict'
const { appendFileSync } = require('node:fs')

/** A mocha reporter that prints each test as it ends, and appends the counts to the file SANDRUN_TEST_COUNTS names. */
module.exports = function Reporter(runner) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  runner.on('suite', ({ title, root }) => {
    if (!root) console.log(`\n  ${title}`)
  })
  runner.on('pass', ({ title, duration }) => {
    counts.passed++
    console.log(`    ✓ ${title} (${duration} ms)`)
  })
  runner.on('pending', ({ title }) => {
    counts.skipped++
    console.log(`    - ${title}`)
  })
  runner.on('fail', (test, error) => {
    counts.failed++
    console.log(`    ✗ ${test.fullTitle()}\n${String(error.stack ?? error).replace(/^/gm, '        ')}`)
  })
  runner.on('end', () => {
    const path = process.env.SANDRUN_TEST_COUNTS
    if (path !== undefined) appendFileSync(path, `${JSON.stringify(counts)}\n`)
  })
}
