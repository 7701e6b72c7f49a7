(ns lib.greeting)

(defn greet [name]
  (str "Hello, " name "!"))
