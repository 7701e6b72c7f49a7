;; Run for nobody by a Clojure that is up before its program, to have loaded and translated what programs need. Names that
;; Clojure numbers, as `user/eval7`, have the numbers that they have without it: the counter is set back, and the first
;; macro counts on by what the specs of macros take, which are loaded for it otherwise. So there is no macro in this form.
(let* [counted (. ^Class (identity clojure.lang.RT) getDeclaredField "id")
       checked (. ^Class (identity clojure.lang.Compiler) getDeclaredField "MACRO_CHECK")]
  (. counted setAccessible true)
  (. checked setAccessible true)
  (let* [id (. counted get nil)
         before (. ^java.util.concurrent.atomic.AtomicInteger id get)]
    (macroexpand-1 '(when true))
    (let* [taken (- (. ^java.util.concurrent.atomic.AtomicInteger id get) before)]
      (load-string
        "(binding [*out* (java.io.StringWriter.)]
           (let [f (fn [x & more] (str x more))]
             (println (map inc [1 2 3]) {:a 1} (f 1 2))
             (printf \"%d%n\" 1)
             (doseq [x (filter odd? (range 10))] (prn x))
             (loop [i 0] (when (< i 3) (recur (inc i))))
             (try (throw (ex-info \"x\" {})) (catch Exception e (ex-message e)))))")
      (let* [check (. checked get nil)
             first-check (. clojure.lang.Var create)]
        (. ^clojure.lang.Var first-check bindRoot
          (fn* [& call]
            (. ^java.util.concurrent.atomic.AtomicInteger id addAndGet (int taken))
            (. checked set nil check)
            (apply check call)))
        (. checked set nil first-check))
      (. ^java.util.concurrent.atomic.AtomicInteger id set (int (- before 4))))))
