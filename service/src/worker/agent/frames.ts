/**
 * The agent's wire format, host side: `u8 type, u32 payload length, payload`, all integers big endian.
 * service/agent/README.md is its reference.
 */
export * from './agent-frames.ts'
export * from './host-frames.ts'
export type * from './frames-format.ts'
