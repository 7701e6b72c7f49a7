# Runs a program as Rscript does, but with errors that say where they are, and warnings when they come.
options(keep.source = TRUE, show.error.locations = TRUE, warn = 1)

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

  source(file, print.eval = TRUE, keep.source = TRUE)
})
