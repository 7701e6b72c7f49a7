await Bun.write('note.txt', 'written and read')
console.log(await Bun.file('note.txt').text())
