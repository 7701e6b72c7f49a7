console.log(Bun.argv.slice(2).join('\n'))
