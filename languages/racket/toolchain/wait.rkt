;; Loaded by a Racket that is up before its program: service/agent/README.md, "A runtime that waits". Racket goes on to
;; require the file it was started with.
(module wait racket/base
  (require (only-in ffi/unsafe/vm vm-primitive))

  (define usual "main.rkt")

  (define (all-of in)
    (let loop ([all #""])
      (let ([more (read-bytes 65536 in)])
        (if (eof-object? more) all (loop (bytes-append all more))))))

  (define (arguments handed)
    (let* ([strings (regexp-split #rx#"\0" handed)]
           [count (string->number (bytes->string/utf-8 (car strings)))])
      (let take ([left count] [rest (cdr strings)])
        (if (zero? left) '() (cons (car rest) (take (sub1 left) (cdr rest)))))))

  ;; Racket asks for its program, and what belongs to it, by one string, which no program can have.
  (define (answer-by program)
    (define standard (current-module-name-resolver))
    (define asked #f)
    (define (asked? name)
      (unless asked (when (equal? name usual) (set! asked name)))
      (eq? name asked))
    (define (instead spec)
      (cond
        [(not (pair? spec)) spec]
        [(and (eq? (car spec) 'file) (asked? (cadr spec))) (list 'file program)]
        [(eq? (car spec) 'submod) (list* 'submod (instead (cadr spec)) (cddr spec))]
        [else spec]))
    (define standard-module-name-resolver
      (case-lambda
        [(name namespace) (standard name namespace)]
        [(spec relative-to syntax) (standard (instead spec) relative-to syntax)]
        [(spec relative-to syntax load?) (standard (instead spec) relative-to syntax load?)]))
    (current-module-name-resolver standard-module-name-resolver))

  ;; What most programs are written in, and what translates it.
  (dynamic-require 'racket #f)
  (void (compile #'(module rehearsal racket (define (f x) (displayln x)) (f 1))))

  (let* ([words (cdr (member #"-u" (arguments (call-with-input-file "/.sandrun/handover" all-of))))]
         [program (bytes->string/locale (car words))])
    (current-command-line-arguments (list->vector (map bytes->string/locale (cdr words))))
    (unless (equal? program usual)
      ((vm-primitive 'set-run-file!) (string->path program))
      (answer-by program))))
