source("greeting.R")

cat(greet("Ada"), "\n", sep = "")
