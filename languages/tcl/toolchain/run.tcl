# Runs a program. Tcl keeps what is written to a pipe until it has much of it, so a question would be seen after its
# answer. What is read next waits for that.
set argv [lassign $argv argv0]
incr argc -1
fconfigure stdout -buffering none
source -encoding utf-8 $argv0
