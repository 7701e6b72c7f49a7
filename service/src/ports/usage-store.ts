/** What principals have used, by day: a cap that a restart would lift is none. */
export interface UsageStore {
  /** `day`: days since the epoch, by UTC. */
  add(principal: string, day: number, cpuMs: number): Promise<void>

  cpuMs(principal: string, day: number): Promise<number>
}
