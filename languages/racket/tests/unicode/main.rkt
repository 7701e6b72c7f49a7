#lang racket/base

(define größe "Grüße, 世界 🎉")
(unless (= (string-length größe) 11) (exit 1))
(printf "~a: ~a\n" größe (read-line))
