import { writeFile } from 'node:fs/promises'

/** Says how many tests there were, on the screen and to whoever set SANDRUN_TEST_REPORT; exits accordingly. */
export async function finish({ passed, failed, skipped }) {
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
  const path = process.env.SANDRUN_TEST_REPORT
  if (path !== undefined) await writeFile(path, `${JSON.stringify({ passed, failed, skipped })}\n`)
  process.exit(failed === 0 && passed > 0 ? 0 : 1)
}
