/** `npm run demo`: what `npm start` does, once through, and exit. */
process.argv.push('--once')
await import('./start.mjs')
