const kept = []
for (let i = 0; i < 2000; i++) kept[i % 80] = new Array(100_000).fill(i + 0.5)
console.log("done")
