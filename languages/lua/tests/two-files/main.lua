local greeting = require("greeting")

print(greeting.greet("Ada"))
