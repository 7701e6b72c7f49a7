set sum 0
while {[gets stdin number] >= 0} { incr sum $number }
puts $sum
