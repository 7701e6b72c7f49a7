# Runs a program as Rscript does, but with errors that say where they are, and warnings when they come.
options(keep.source = TRUE, show.error.locations = TRUE, warn = 1)
# There is no screen: what is plotted is saved as pictures, which come back.
options(device = function(...) grDevices::png("figure-%d.png", type = "cairo"))

local({
  given <- commandArgs()
  run <- which(given == "--args")[1]
  file <- given[run + 1]
  given[startsWith(given, "--file=")] <- paste0("--file=", file)
  given <- if (length(given) > run + 1) given[-(run + 1)] else given[seq_len(run - 1)]

  unlockBinding("commandArgs", baseenv())
  assign("commandArgs", envir = baseenv(), function(trailingOnly = FALSE) {
    if (!trailingOnly) return(given)
    after <- match("--args", given, nomatch = length(given))
    given[-seq_len(after)]
  })
  lockBinding("commandArgs", baseenv())

  # R asks at its own console only, and a program has none: what it would read there comes from standard input.
  input <- NULL
  unlockBinding("readline", baseenv())
  assign("readline", envir = baseenv(), function(prompt = "") {
    cat(prompt)
    flush(stdout())
    if (is.null(input)) input <<- file("stdin", "r")
    line <- readLines(input, 1)
    if (length(line) == 0) "" else line
  })
  lockBinding("readline", baseenv())

  source(file, print.eval = TRUE, keep.source = TRUE)
})
