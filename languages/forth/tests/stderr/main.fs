." to stdout" cr
s" to stderr" stderr write-line throw
