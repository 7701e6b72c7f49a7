(assert (> (System/currentTimeMillis) 1700000000000))
(assert (not= (rand) (rand)))

(println "clock random" (reduce + (map deref (doall (for [number [1 2 3]] (future number))))))
(shutdown-agents)
