HAI 1.2
  VISIBLE "Hello, world!"
KTHXBYE
