(load "greeting")

(format t "~a~%" (greet "Ada"))
