;; Compiles a program and runs it: compiled code says where its errors are. A question is seen before its answer, unless
;; the input is there already or has ended.
(use-modules (system base compile))

(define (waits-for-input?)
  (null? (car (select (list (current-input-port)) '() '() 0))))

(let* ((file (cadr (command-line)))
       (compiled (string-append (or (getenv "TMPDIR") "/tmp") "/main.go")))
  (set-program-arguments (cdr (command-line)))
  (set! %load-path (cons (getcwd) %load-path))
  (when (waits-for-input?) (setvbuf (current-output-port) 'none))
  (load-compiled
   (compile-file file #:output-file compiled #:env (current-module) #:optimization-level 1 #:warning-level 1)))
