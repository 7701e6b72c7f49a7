import { type BuildOptions, type BuildReport, buildImages } from './image-build.ts'
import type { ImagePlan } from './image-plan.ts'
import { pullImages } from './image-pull.ts'

interface BringOptions extends BuildOptions {
  /** Where images are looked for before they are built; null: nowhere. */
  registry: string | null
}

/**
 * Brings what is missing or stale: from the registry what it has of what is asked for, by building all else. `makePlan` is asked
 * again once something was pulled, as no image needs to be built for it any more.
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
