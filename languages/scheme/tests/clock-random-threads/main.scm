(use-modules (ice-9 threads))

(set! *random-state* (random-state-from-platform))
(unless (and (> (current-time) 1700000000) (not (= (random 1.0) (random 1.0))))
  (exit 1))

(define threads (map (lambda (number) (make-thread (lambda () number))) '(1 2 3)))
(format #t "clock random ~a~%" (apply + (map join-thread threads)))
