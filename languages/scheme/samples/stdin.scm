(use-modules (ice-9 rdelim))

(display "What is your name? ")
(define name (read-line))
(display "Pick a number: ")
(define number (read))

(format #t "Hello, ~a! ~a squared is ~a.~%" name number (* number number))
