(define-module (greeting)
  #:export (greet))

(define (greet name)
  (string-append "Hello, " name "!"))
