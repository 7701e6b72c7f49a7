(setf *random-state* (make-random-state t))
(assert (> (get-universal-time) 3900000000))
(assert (/= (random 1d0) (random 1d0)))

(let ((threads (loop for number in '(1 2 3)
                     collect (let ((number number)) (sb-thread:make-thread (lambda () number))))))
  (format t "clock random ~d~%" (reduce #'+ threads :key #'sb-thread:join-thread)))
