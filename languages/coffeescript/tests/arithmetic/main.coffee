console.log "#{1000000000000n * 1000000000000n}"
console.log "#{2n ** 100n}"
console.log "#{9223372036854775807n + 1n}"
console.log 0.1 + 0.2
console.log 2 ** 53 + 1, -7 % 3, -7 %% 3
