;; Loaded before every program. A question is seen before its answer, and what was printed before the end whatever that
;; is; errors name the functions they came through.
(module live '#%kernel
  (compile-context-preservation-enabled #t)
  (file-stream-buffer-mode (current-output-port) 'none))
