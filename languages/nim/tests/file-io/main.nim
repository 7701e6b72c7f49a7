writeFile "note.txt", "written and read"
echo readFile("note.txt")
