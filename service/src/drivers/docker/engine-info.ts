import type { EngineInfo, RequiredLimit } from '../../ports/sandbox-engine.ts'

/** Podman uses Go's names for these. */
const ARCHITECTURES: Readonly<Record<string, string>> = { amd64: 'x86_64', arm64: 'aarch64' }

/** From the answer to `GET /info`. */
export function engineInfo(
  engine: string,
  info: Record<string, unknown>,
  unenforced: readonly RequiredLimit[],
): EngineInfo {
  const options = securityOptions(info)
  const architecture = String(info['Architecture'])
  return {
    engine,
    version: String(info['ServerVersion']),
    cgroupVersion: info['CgroupVersion'] === '2' ? '2' : '1',
    cpus: Number(info['NCPU']),
    memoryBytes: Number(info['MemTotal']),
    architecture: ARCHITECTURES[architecture] ?? architecture,
    runtimes: Object.keys(info['Runtimes'] ?? {}),
    defaultRuntime: String(info['DefaultRuntime']),
    kernel: String(info['KernelVersion']),
    system: String(info['OperatingSystem']),
    security: options,
    rootless: isRootless(info),
    unenforced,
    userNamespaces: options.some((option) => option.includes('userns')),
    storageDriver: String(info['Driver']),
    rootDir: String(info['DockerRootDir']),
  }
}

/** Whether the engine runs as an ordinary user. Docker says so among its options, Podman in a field. */
export function isRootless(info: Record<string, unknown>): boolean {
  return info['Rootless'] === true || securityOptions(info).some((option) => option.includes('rootless'))
}

function securityOptions({ SecurityOptions: options }: Record<string, unknown>): string[] {
  return Array.isArray(options) ? options.map(String) : []
}
