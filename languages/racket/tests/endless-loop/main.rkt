#lang racket/base

(printf "read ~a\n" (read-line))
(let loop () (loop))
