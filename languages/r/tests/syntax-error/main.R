cat("never seen\n")

x <- = 1
