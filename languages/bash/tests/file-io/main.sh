echo "written and read" > note.txt
cat note.txt
