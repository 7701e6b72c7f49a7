library(parallel)

stopifnot(as.numeric(Sys.time()) > 1700000000, runif(1) != runif(1))
results <- mclapply(1:3, function(number) number, mc.cores = 2)
cat("clock random", sum(unlist(results)), "\n", sep = " ")
