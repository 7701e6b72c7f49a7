console.log('leaving')
Deno.exit(3)
