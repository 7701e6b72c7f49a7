(use-modules (ice-9 ftw) (srfi srfi-1))

;; Parts of other modules, and what is deprecated.
(define parts '(boot-9 eval match.upstream networking posix psyntax-pp psyntax quasisyntax r6rs-libraries r7rs-libraries read slib))

;; Every module of Guile itself.
(define (modules-of folder)
  (filter-map
    (lambda (file) (and (string-suffix? ".scm" file) (list (string->symbol folder) (string->symbol (basename file ".scm")))))
    (or (scandir (string-append (%package-data-dir) "/" (effective-version) "/" folder)) '())))

(define names (append-map modules-of '("ice-9" "srfi" "rnrs" "sxml" "web" "texinfo" "scheme")))
(define missing (remove (lambda (name) (or (memq (cadr name) parts) (false-if-exception (resolve-module name #:ensure #f)))) names))
(display (if (and (> (length names) 100) (null? missing)) "all are there" missing))
(newline)
