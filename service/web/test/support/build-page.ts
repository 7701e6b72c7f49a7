import { buildPage } from '../../scripts/build-page.ts'

/** The tests see the page as its sources are. */
export async function setup(): Promise<void> {
  await buildPage()
}
