#lang racket/base

(let loop ([hoard '()])
  (loop (cons (make-vector 100000 0) hoard)))
