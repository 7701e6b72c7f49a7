BEGIN {
    print "never seen"
    x = = 1
}
