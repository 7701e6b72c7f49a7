(defvar *größe* "Grüße, 世界 🎉")
(assert (= (length *größe*) 11))
(format t "~a: ~a~%" *größe* (read-line))
