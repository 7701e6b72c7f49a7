(format t "~d~%" (loop for line = (read-line *standard-input* nil) while line sum (parse-integer line)))
