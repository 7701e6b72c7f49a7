source greeting.tcl

puts [greet Ada]
