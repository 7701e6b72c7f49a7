const größe: string = 'Grüße, 世界 🎉'
console.log(`${größe}: ${(await new Response(Deno.stdin.readable).text()).trim()}`)
