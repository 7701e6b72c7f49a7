include("greeting.jl")

println(greet("Ada"))
