puts "seen"
puts )
