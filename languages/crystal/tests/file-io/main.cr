File.write("note.txt", "written and read")
puts File.read("note.txt")
