@assert time() > 1_700_000_000
@assert rand() != rand()

tasks = map(1:3) do number
    Threads.@spawn number
end
println("clock random ", sum(fetch, tasks))
