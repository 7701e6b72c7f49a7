/** `npm run demo`: like `npm start`, but it ends after one pass. */
process.argv.push('--once')
await import('./start.mjs')
