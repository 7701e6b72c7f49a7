." leaving" cr
3 (bye)
