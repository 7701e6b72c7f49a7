: note  s" note.txt" ;
: write-note  note w/o create-file throw  dup s" written and read" rot write-file throw  close-file throw ;

write-note
note slurp-file type cr
