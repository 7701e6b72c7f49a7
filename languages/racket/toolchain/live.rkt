;; Loaded before every program. A question is seen before its answer, unless the input is there already or has ended; and
;; errors name the functions they came through.
(module live '#%kernel
  (compile-context-preservation-enabled #t)
  (if (sync/timeout 0 (current-input-port))
      (void)
      (file-stream-buffer-mode (current-output-port) 'none)))
