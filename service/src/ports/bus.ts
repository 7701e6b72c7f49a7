/** Carries messages between the nodes of a cluster. Those of one sender come in the order they were sent, some maybe twice. */
export interface Bus {
  /**
   * Resolves once the message lies in the node's inbox; false: there is no such node any more. Waits while the way is
   * interrupted.
   */
  send(node: string, message: Uint8Array): Promise<boolean>
}
