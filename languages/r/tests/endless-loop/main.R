cat(paste0("read ", readLines("stdin", 1), "\n"))
repeat {}
