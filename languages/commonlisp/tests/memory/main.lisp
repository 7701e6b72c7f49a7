(defvar *hoard* nil)
(loop (push (make-array 100000 :initial-element 1d0) *hoard*))
