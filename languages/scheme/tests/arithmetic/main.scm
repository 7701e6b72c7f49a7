(for-each
 (lambda (value) (display value) (newline))
 (list (* 1000000000000 1000000000000) (expt 2 100) (+ 9223372036854775807 1) (+ 0.1 0.2) (/ 7 2) (modulo -7 3)))
