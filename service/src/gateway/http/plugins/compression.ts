import compress from '@fastify/compress'
import type { FastifyInstance } from 'fastify'

/** What is shorter costs more to pack than it saves, in bytes. */
const WORTH_COMPRESSING = 1024

/**
 * Packs every text that a route after it answers with, for who can unpack it. Never an event stream: its reader would
 * wait. Requests are taken unpacked only.
 */
export async function registerCompression(app: FastifyInstance): Promise<void> {
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: WORTH_COMPRESSING,
    globalDecompression: false,
    // A reply's own event loop turn is no place for the work: zlib's threads do it.
    syncThreshold: 0,
  })
}
