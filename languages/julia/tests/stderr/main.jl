println("to stdout")
println(stderr, "to stderr")
