puts -nonewline "What is your name? "
gets stdin name
puts -nonewline "Pick a number: "
gets stdin number

puts "Hello, $name! $number squared is [expr {$number ** 2}]."
