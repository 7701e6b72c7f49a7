HAI 1.2
  VISIBLE "never seen"
  I HAZ A X
KTHXBYE
