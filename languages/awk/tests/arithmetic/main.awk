BEGIN {
    printf "%d\n", 2 ^ 53
    printf "%g ", 1000000000000 * 1000000000000
    print 2 ^ 53 + 1 == 2 ^ 53
    printf "%.17g\n", 0.1 + 0.2
    print int(7 / 2), -7 % 3
}
