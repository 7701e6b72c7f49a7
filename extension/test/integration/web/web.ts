import { ConfigurationTarget, env, extensions, UIKind, workspace } from 'vscode'
import { runInVirtualWorkspace } from '../harness/virtual-scenario.ts'

/** The browser's extension host has neither Node nor mocha, so tests are in a list. */
const TESTS: Readonly<Record<string, () => Promise<boolean>>> = {
  'is a web extension in a worker of the browser': async () =>
    env.uiKind === UIKind.Web && 'importScripts' in globalThis,
  'is not started before it is used': async () => extensions.getExtension('sandrun.sandrun')?.isActive === false,
  'runs programs and test cases, keeps a history, exports cases, and serves agents': async () => {
    const { output, cases, exported, tool } = await runInVirtualWorkspace()
    console.log(`        ${JSON.stringify({ output, cases, tool })}`)
    return (
      output.startsWith('Hello from nowhere\n[Done]') &&
      cases === 'double.py: 1 of 2 test cases passed.' &&
      exported.includes('"expected": "5\\n"') &&
      tool.includes('42')
    )
  },
}

/** A web extension does not see the settings of the server's machine, so the page passes the service's address. */
async function useService(): Promise<void> {
  const base = extensions.getExtension('sandrun.sandrun')?.extensionUri.toString(true) ?? ''
  const url = await (await fetch(`${base}/test-service`)).text()
  await workspace.getConfiguration('sandrun').update('service.url', url, ConfigurationTarget.Global)
}

/** VS Code calls this in its web extension host. */
export async function run(): Promise<void> {
  console.log('\n  web extension')
  await useService()
  let failed = 0
  for (const [name, test] of Object.entries(TESTS)) {
    try {
      if (!(await test())) throw new Error('not as it should be')
      console.log(`    ✓ ${name}`)
    } catch (error) {
      failed++
      console.log(`    ✗ ${name}\n        ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (failed > 0) throw new Error(`${failed} failed`)
}
