const größe: string = 'Grüße, 世界 🎉'
console.log(`${größe}: ${(await Bun.stdin.text()).trim()}`)
