require "./greeting"

puts greet("Ada")
