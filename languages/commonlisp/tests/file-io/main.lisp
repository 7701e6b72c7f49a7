(with-open-file (out "note.txt" :direction :output :if-exists :supersede)
  (write-string "written and read" out))
(with-open-file (in "note.txt")
  (write-line (read-line in)))
