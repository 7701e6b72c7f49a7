import { type BuildOptions, type BuildReport, buildImages } from './image-build.ts'
import type { ImagePlan } from './image-plan.ts'
import { pullImages } from './image-pull.ts'

interface BringOptions extends BuildOptions {
  /** The registry to look for images in before building; null: none. */
  registry: string | null
}

/**
 * Brings the missing and stale images: pulls the wanted ones that the registry has, and builds the rest. Calls
 * `makePlan` again after a pull, as pulled images need no parents.
 */
export async function bringImages(
  makePlan: () => Promise<ImagePlan>,
  { registry, ...options }: BringOptions,
): Promise<BuildReport> {
  const build = async (plan: ImagePlan): Promise<BuildReport> => {
    options.onProgress?.({ type: 'planned', total: plan.toBuild.length })
    return buildImages(plan, options)
  }
  const plan = await makePlan()
  if (registry === null) return build(plan)
  const missing = plan.toBuild.filter(({ image }) => plan.wanted.has(image))
  const pulled = await pullImages(missing, registry, options)
  const report = await build(pulled.length === 0 ? plan : await makePlan())
  return { ...report, pulled, upToDate: report.upToDate.filter((image) => !pulled.includes(image)) }
}
