(format t "What is your name? ")
(defvar *name* (read-line))
(format t "Pick a number: ")
(defvar *number* (parse-integer (read-line)))

(format t "Hello, ~a! ~d squared is ~d.~%" *name* *number* (* *number* *number*))
