fail <- function() {
  stop("boom")
}

fail()
