import { writeFile } from 'node:fs/promises'

/** Reports the test counts on the screen and to SANDRUN_TEST_REPORT, and sets the exit code. */
export async function finish({ passed, failed, skipped }) {
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
  const path = process.env.SANDRUN_TEST_REPORT
  if (path !== undefined) await writeFile(path, `${JSON.stringify({ passed, failed, skipped })}\n`)
  process.exit(failed === 0 && passed > 0 ? 0 : 1)
}
