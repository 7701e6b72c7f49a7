(display "to stdout\n")
(display "to stderr\n" (current-error-port))
