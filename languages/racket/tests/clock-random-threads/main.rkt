#lang racket

(unless (and (> (current-seconds) 1700000000) (not (= (random) (random))))
  (exit 1))

(define results (make-channel))
(for ([number '(1 2 3)])
  (thread (lambda () (channel-put results number))))
(printf "clock random ~a\n" (for/sum ([_ 3]) (channel-get results)))
