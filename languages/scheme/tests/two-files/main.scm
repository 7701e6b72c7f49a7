(use-modules (greeting))

(display (greet "Ada"))
(newline)
