;; Uses what programs commonly use, so that the class archive made when the image is built holds it.
(ns warm
  (:require [clojure.string :as str]
            [clojure.set :as set]
            [clojure.java.io :as io]))

(defrecord Circle [radius])
(defprotocol Shape (area [shape]))
(extend-protocol Shape Circle (area [{:keys [radius]}] (* Math/PI radius radius)))

(print "What is your name? ")
(flush)
(let [name (read-line)
      number (parse-long (read-line))]
  (printf "Hello, %s! %d %.2f%n" name number (area (->Circle 2))))
(println (str/join ", " (map inc (range 10))) (set/union #{1} #{2}) (group-by even? (range 10)))
(println (sort-by :age [{:name "Ada" :age 36} {:name "Alan" :age 41}]) (reduce + (filter odd? (range 100))))
(spit "note.txt" "written")
(println (slurp "note.txt") (line-seq (io/reader (io/file "note.txt"))))
(println @(future (rand-int 10)) @(atom {:a 1}) (doall (pmap inc [1 2 3])))
(try
  (throw (ex-info "expected" {}))
  (catch Exception expected (binding [*out* *err*] (println (ex-message expected)))))
(shutdown-agents)
