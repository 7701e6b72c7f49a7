print "to stdout\n";
warn "to stderr\n";
