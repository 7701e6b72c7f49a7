(ns main
  (:require [lib.greeting :refer [greet]]))

(println (greet "Ada"))
