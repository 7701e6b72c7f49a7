number = 7
puts number
puts missing
