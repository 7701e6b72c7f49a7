console.log(Deno.args.join('\n'))
