größe = "Grüße, 世界 🎉"
@assert length(größe) == 11
println("$größe: ", readline())
