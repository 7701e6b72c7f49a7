# Runs a program as Rscript does, but with errors that say where they are, and warnings when they come.
options(keep.source = TRUE, show.error.locations = TRUE, warn = 1)
# There is no screen: what is plotted is saved as pictures, which come back.
options(device = function(...) grDevices::png("figure-%d.png", type = "cairo"))

local({
  # A runtime that was up before its program: service/agent/README.md, "A runtime that waits".
  take_over <- function() {
    own <- Sys.getenv()
    handover <- file("/.sandrun/handover", "rb")
    bytes <- readBin(handover, "raw", 2^18)
    close(handover)
    ends <- which(bytes == 0)
    starts <- c(1, ends[-length(ends)] + 1)
    words <- mapply(function(start, end) rawToChar(bytes[seq_len(end - start) + start - 1]), starts, ends)
    # The environment is the program's now, without what R itself has set there as it started.
    missing <- own[setdiff(names(own), names(Sys.getenv()))]
    if (length(missing) > 0) do.call(Sys.setenv, as.list(missing))
    words[1 + seq_len(as.integer(words[1]))]
  }

  given <- commandArgs()
  if (given[length(given)] == "/.sandrun/handover") given <- take_over()
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
