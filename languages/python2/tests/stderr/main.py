import sys

print "to stdout"
print >>sys.stderr, "to stderr"
