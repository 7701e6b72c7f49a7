def note = new File('note.txt')
note.text = 'written and read'
println note.text
