{ print "read " $0; while (1); }
