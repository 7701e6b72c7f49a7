/** The daily usage of principals, stored so that a restart does not lift a cap. */
export interface UsageStore {
  /** `day`: days since the epoch, by UTC. */
  add(principal: string, day: number, cpuMs: number): Promise<void>

  cpuMs(principal: string, day: number): Promise<number>
}
