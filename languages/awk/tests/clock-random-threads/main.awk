BEGIN {
    srand()
    if (systime() < 1700000000 || rand() == rand()) exit 1
    print "clock random"
}
