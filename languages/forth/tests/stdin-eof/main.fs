: sum  0 begin pad 80 stdin read-line throw while pad swap s>number drop + repeat drop ;
sum 0 .r cr
