import { ConfigurationTarget, workspace } from 'vscode'

/** The service for the tests. */
export const serviceUrl = process.env.SANDRUN_TEST_SERVICE ?? 'http://127.0.0.1:8080'

/** Changes a user setting; undefined resets it. */
export async function set(name: string, value: unknown): Promise<void> {
  await workspace.getConfiguration('sandrun').update(name, value, ConfigurationTarget.Global)
}

/** Points the extension at another service while `work` runs. */
export async function withService(url: string, work: () => Promise<void>): Promise<void> {
  await set('service.url', url)
  try {
    await work()
  } finally {
    await set('service.url', serviceUrl)
  }
}
