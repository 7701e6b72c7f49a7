(format t "seen~%")

(format t "never closed"
