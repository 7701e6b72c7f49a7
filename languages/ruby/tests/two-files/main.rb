require_relative 'greeting'

puts greet('Ada')
