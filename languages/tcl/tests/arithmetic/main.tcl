puts [expr {1000000000000 * 1000000000000}]
puts [expr {2 ** 100}]
puts [expr {9223372036854775807 + 1}]
puts [expr {0.1 + 0.2}]
puts "[expr {7 / 2}] [expr {-7 % 3}]"
