hoard <- list()
repeat hoard[[length(hoard) + 1]] <- rnorm(100000)
