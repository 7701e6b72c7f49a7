import type { EngineInfo } from '../../ports/sandbox-engine.ts'

/** Podman uses Go's names for these. */
const ARCHITECTURES: Readonly<Record<string, string>> = { amd64: 'x86_64', arm64: 'aarch64' }

/** From the answer to `GET /info`. */
export function engineInfo(engine: string, info: Record<string, unknown>): EngineInfo {
  const options = Array.isArray(info['SecurityOptions']) ? info['SecurityOptions'].map(String) : []
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
    rootless: options.some((option) => option.includes('rootless')),
    userNamespaces: options.some((option) => option.includes('userns')),
    storageDriver: String(info['Driver']),
    rootDir: String(info['DockerRootDir']),
  }
}
