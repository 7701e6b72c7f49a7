(defn ask [question]
  (print question)
  (flush)
  (read-line))

(let [name (ask "What is your name? ")
      number (parse-long (ask "Pick a number: "))]
  (println (format "Hello, %s! %d squared is %d." name number (* number number))))
