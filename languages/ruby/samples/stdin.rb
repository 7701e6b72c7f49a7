print 'What is your name? '
name = gets.chomp
print 'Pick a number: '
number = gets.to_i

puts "Hello, #{name}! #{number} squared is #{number**2}."
