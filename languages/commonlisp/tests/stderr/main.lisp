(format t "to stdout~%")
(format *error-output* "to stderr~%")
