for (name in c("MASS", "Matrix", "boot", "class", "cluster", "codetools", "foreign", "KernSmooth", "lattice", "mgcv",
               "nlme", "nnet", "rpart", "spatial", "survival")) {
  suppressPackageStartupMessages(library(name, character.only = TRUE))
}
cat(fractions(0.75), "\n")
