local file <close> = assert(io.open("note.txt", "w+"))
file:write("written and read")
file:seek("set")
print(file:read("a"))
