BEGIN {
    print "written and read" > "note.txt"
    close("note.txt")
    getline line < "note.txt"
    print line
}
