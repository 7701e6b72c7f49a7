numbers = [1, 2, 3]
index = ARGV.size + 3

puts numbers[index]
