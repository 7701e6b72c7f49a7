#lang racket

(display-to-file "written and read" "note.txt")
(displayln (file->string "note.txt"))
