identification division.
program-id. free-format.
procedure division.
display "at the first column"
stop run.
