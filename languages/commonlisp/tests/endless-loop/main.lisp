(format t "read ~a~%" (read-line))
(loop)
