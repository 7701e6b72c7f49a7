(define (fail)
  (error "boom" 42)
  1)

(display (fail))
