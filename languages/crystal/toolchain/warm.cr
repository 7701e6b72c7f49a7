# Compiled when the image is built: what most programs use.
record Person, name : String, age : Int32

people = [] of Person
while line = gets
  name, age = line.split(' ')
  people << Person.new(name, age.to_i)
end
people.sort_by!(&.age)
by_age = Hash(Int32, Array(String)).new { |ages, age| ages[age] = [] of String }
people.each { |person| by_age[person.age] << person.name }
people.each { |person| puts "#{person.name.upcase} #{person.age}" }
puts people.sum(&.age), people.map(&.age / 2).max?
by_age.each { |age, names| puts "#{age}: #{names.join(", ")}" }
