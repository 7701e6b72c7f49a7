import { release } from 'node:os'
import type { Facts } from '../../attack/report/report.ts'
import { VERSION } from '../../model/version.ts'
import type { ContainerEngine } from '../../ports/sandbox-engine.ts'
import { readConfig } from '../../settings/environment.ts'

/** Facts from the engine about how well this machine contains a program. */
export async function machineFacts(engine: ContainerEngine): Promise<Facts> {
  const info = await engine.info()
  const { runtime } = readConfig(process.env)
  const { security, rootless, userNamespaces } = info
  return {
    Sandrun: `${VERSION}, on Node.js ${process.versions.node}`,
    kernel: info.kernel === release() ? info.kernel : `${info.kernel} in the engine, ${release()} on this machine`,
    system: `${info.system}, ${info.architecture}`,
    engine: `${info.engine} ${info.version}, ${info.storageDriver}${rootless ? ', rootless' : ''}`,
    runtime: runtime ?? `${info.defaultRuntime}, the engine's default`,
    cgroup: `v${info.cgroupVersion}`,
    seccomp: optionOf(security, 'seccomp') ?? "none; only the agent's filter",
    'security module': optionOf(security, 'apparmor') ?? optionOf(security, 'selinux') ?? 'none',
    'user namespaces': userNamespaces
      ? 'remapped'
      : rootless
        ? "the engine's own, because it is rootless"
        : 'none: root in a container is root',
    machine: `${info.cpus} processors, ${(info.memoryBytes / 2 ** 30).toFixed(1)} GiB of memory`,
  }
}

/** `seccomp, profile default` for `name=seccomp,profile=default`; null when the name is missing. */
function optionOf(options: readonly string[], name: string): string | null {
  const option = options.find((text) => text.split(',').includes(`name=${name}`))
  return option?.replace(/^name=/, '').replaceAll(/,(\w+)=/g, ', $1 ') ?? null
}
