import compress from '@fastify/compress'
import type { FastifyInstance } from 'fastify'

/** Shorter answers cost more to compress than they save, in bytes. */
const WORTH_COMPRESSING = 1024

/**
 * Compresses all text answers of later routes, for clients that accept it. Never an event stream: its reader would
 * wait. Requests must not be compressed.
 */
export async function registerCompression(app: FastifyInstance): Promise<void> {
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: WORTH_COMPRESSING,
    globalDecompression: false,
    // Use zlib's threads rather than the event loop.
    syncThreshold: 0,
  })
}
