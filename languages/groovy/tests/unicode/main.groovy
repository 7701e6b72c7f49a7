def größe = 'Grüße, 世界 🎉'
println "$größe: ${System.in.newReader().readLine()}"
