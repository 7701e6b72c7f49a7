print "What is your name? "
name = read_line
print "Pick a number: "
number = read_line.to_i

puts "Hello, #{name}! #{number} squared is #{number ** 2}."
