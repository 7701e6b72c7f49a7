(loop [hoard []]
  (recur (conj hoard (byte-array 1048576))))
