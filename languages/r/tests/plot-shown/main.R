plot(c(1, 4, 9))
barplot(c(a = 1, b = 2))
invisible(dev.off())
cat(list.files(pattern = "png$"), "\n")
