name <- readline("What is your name? ")
number <- as.integer(readline(prompt = "Pick a number: "))
cat("Hello,", name, number^2, "\n")
