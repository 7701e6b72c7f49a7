(defn parse [text]
  (throw (ex-info (str "boom " text) {})))

(parse "text")
