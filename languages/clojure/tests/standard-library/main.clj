(def names
  '[clojure.core.protocols clojure.data clojure.datafy clojure.edn clojure.inspector clojure.instant clojure.java.io
    clojure.java.javadoc clojure.java.shell clojure.main clojure.math clojure.pprint clojure.reflect clojure.repl clojure.set
    clojure.stacktrace clojure.string clojure.template clojure.test clojure.walk clojure.xml clojure.zip clojure.spec.alpha
    clojure.core.reducers clojure.core.server clojure.uuid])
(println (vec (remove #(try (require %) true (catch Throwable _ false)) names)))
