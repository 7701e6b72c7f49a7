größe <- "Grüße, 世界 🎉"
stopifnot(nchar(größe) == 11)
cat(größe, ": ", readLines("stdin"), "\n", sep = "")
