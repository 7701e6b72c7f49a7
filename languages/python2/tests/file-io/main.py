with open("note.txt", "w") as note:
    note.write("written and read")
with open("note.txt") as note:
    print note.read()
