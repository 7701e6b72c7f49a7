package require Thread

if {[clock seconds] < 1700000000 || rand() == rand()} { exit 1 }

set sum 0
foreach number {1 2 3} { lappend threads [thread::create] }
foreach thread $threads number {1 2 3} { incr sum [thread::send $thread [list expr $number]] }
puts "clock random $sum"
