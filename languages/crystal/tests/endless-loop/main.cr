puts "read #{read_line}"
loop { }
