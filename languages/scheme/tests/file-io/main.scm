(use-modules (ice-9 rdelim))

(with-output-to-file "note.txt" (lambda () (display "written and read")))
(display (with-input-from-file "note.txt" read-line))
(newline)
