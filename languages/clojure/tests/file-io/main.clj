(spit "note.txt" "written and read")
(println (slurp "note.txt"))
