writeLines("written and read", "note.txt")
cat(readLines("note.txt"), sep = "\n")
