BEGIN { print "leaving"; exit 3 }
