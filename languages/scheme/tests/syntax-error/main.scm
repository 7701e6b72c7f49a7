(display "never seen\n")

(let ((x 1) (y)) x)
