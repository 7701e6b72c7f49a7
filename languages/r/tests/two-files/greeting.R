greet <- function(name) sprintf("Hello, %s!", name)
