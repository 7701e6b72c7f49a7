#lang racket/base

(define (count-down number)
  (if (zero? number)
      (error 'boom "failed")
      (+ 1 (count-down (- number 1)))))

(display (count-down 3))
