(format t "leaving~%")
(sb-ext:exit :code 3)
