;; Compiles a program and runs it: compiled code says where its errors are. A question is seen before its answer, and what
;; was printed before the end whatever that is.
(use-modules (system base compile))

(let* ((file (cadr (command-line)))
       (compiled (string-append (or (getenv "TMPDIR") "/tmp") "/main.go")))
  (set-program-arguments (cdr (command-line)))
  (set! %load-path (cons (getcwd) %load-path))
  (setvbuf (current-output-port) 'none)
  (load-compiled
   (compile-file file #:output-file compiled #:env (current-module) #:optimization-level 1 #:warning-level 1)))
