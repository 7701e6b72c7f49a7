import { buildPage } from '../../scripts/build-page.ts'

/** Builds the page from its current sources. */
export async function setup(): Promise<void> {
  await buildPage()
}
