(println "read" (read-line))
(loop [] (recur))
