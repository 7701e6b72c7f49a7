(use-modules (ice-9 rdelim))

(define größe "Grüße, 世界 🎉")
(unless (= (string-length größe) 11) (exit 1))
(format #t "~a: ~a~%" größe (read-line))
