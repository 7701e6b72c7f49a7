(defun fail ()
  (error "boom"))

;; The form that fails.
(fail)
