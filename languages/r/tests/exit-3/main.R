cat("leaving\n")
quit(status = 3)
