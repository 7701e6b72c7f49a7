/** Carries messages between nodes of a cluster: those of one sender in the order sent, some perhaps twice. */
export interface Bus {
  /**
   * Resolves once the message is in the node's inbox; false when the node no longer exists. Waits while the connection
   * is interrupted.
   */
  send(node: string, message: Uint8Array): Promise<boolean>
}
