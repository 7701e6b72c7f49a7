hoard = []
while true
    push!(hoard, ones(100_000))
end
