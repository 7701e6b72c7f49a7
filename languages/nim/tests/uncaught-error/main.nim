var numbers: seq[int]
let index = numbers.len + 3

echo numbers[index]
