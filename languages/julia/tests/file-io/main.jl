write("note.txt", "written and read")
println(read("note.txt", String))
