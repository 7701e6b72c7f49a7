(println "seen")

(println undefined-name)
