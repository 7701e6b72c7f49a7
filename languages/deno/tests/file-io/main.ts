await Deno.writeTextFile('note.txt', 'written and read')
console.log(await Deno.readTextFile('note.txt'))
