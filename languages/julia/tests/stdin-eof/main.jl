println(sum(parse(Int, line) for line in eachline()))
