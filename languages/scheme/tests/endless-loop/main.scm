(use-modules (ice-9 rdelim))

(format #t "read ~a~%" (read-line))
(let loop () (loop))
