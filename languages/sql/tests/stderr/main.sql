.print 'to stdout'
.once /dev/stderr
.print 'to stderr'
