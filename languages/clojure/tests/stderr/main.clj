(println "to stdout")
(binding [*out* *err*] (println "to stderr"))
