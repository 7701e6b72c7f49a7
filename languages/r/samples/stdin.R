input <- file("stdin", "r")
cat("What is your name? ")
name <- readLines(input, 1)
cat("Pick a number: ")
number <- as.numeric(readLines(input, 1))

cat(sprintf("Hello, %s! %g squared is %g.\n", name, number, number^2))
