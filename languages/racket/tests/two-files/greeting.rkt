#lang racket/base

(provide greet)

(define (greet name)
  (format "Hello, ~a!" name))
