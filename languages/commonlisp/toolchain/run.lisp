;;; Runs a program as "sbcl --script" does, and says of what goes wrong in which file and on which line the form begins
;;; that it came from. A question is seen before its answer, and what was printed before the end whatever that is.
(defpackage sandrun (:use cl))
(in-package sandrun)

(defvar *file* (second sb-ext:*posix-argv*))
(defvar *start* 0)

(defun next-form (stream)
  "Reads a form and remembers where it began, behind blanks and comments of one line."
  (loop for char = (peek-char t stream nil)
        while (eql char #\;) do (read-line stream nil))
  (setf *start* (file-position stream))
  (read stream nil stream))

(defun line-of (position)
  (with-open-file (in *file* :element-type '(unsigned-byte 8))
    (1+ (loop repeat position count (= (read-byte in) 10)))))

(defun give-up (condition)
  (finish-output)
  (format *error-output* "~&~a:~d: error: ~a~%" *file* (line-of *start*) (substitute #\Space #\Newline (princ-to-string condition)))
  (sb-ext:exit :code 1))

(defun run ()
  (pop sb-ext:*posix-argv*)
  (setf *standard-output* (sb-sys:make-fd-stream 1 :output t :buffering :none :external-format :utf-8))
  (with-open-file (in *file* :external-format :utf-8)
    (let ((*package* (find-package :cl-user))
          (*readtable* (copy-readtable))
          (*load-pathname* (pathname in))
          (*load-truename* (truename in)))
      (handler-bind ((serious-condition #'give-up))
        (loop for form = (next-form in)
              until (eq form in) do (eval form))))))

(run)
