(def größe "Grüße, 世界 🎉")
(println (str größe ": " (read-line)))
