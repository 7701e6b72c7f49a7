/** The version of the WebSocket protocol. It grows only when an older peer could misunderstand a newer one. */
export const PROTOCOL_VERSION = 1

/** Most un-acknowledged stdin a client may have under way, in bytes. */
export const STDIN_WINDOW_BYTES = 256 * 1024

/** How long a run goes on while its client is gone, in milliseconds. */
export const RESUME_GRACE_MS = 30_000

/** A client that said `resume: true` acknowledges at least this often, in bytes. */
export const ACK_EVERY_BYTES = 128 * 1024
