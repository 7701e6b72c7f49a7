(->> (line-seq (java.io.BufferedReader. *in*))
     (map parse-long)
     (reduce +)
     println)
