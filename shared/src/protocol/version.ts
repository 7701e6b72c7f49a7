/** The version of the WebSocket protocol. It grows only if an older peer could misunderstand a newer one. */
export const PROTOCOL_VERSION = 1

/** The most unacknowledged stdin a client may have sent, in bytes. */
export const STDIN_WINDOW_BYTES = 256 * 1024

/** How long a run continues without its client, in milliseconds. */
export const RESUME_GRACE_MS = 30_000

/** A client that sent `resume: true` acknowledges at least this often, in bytes. */
export const ACK_EVERY_BYTES = 128 * 1024
