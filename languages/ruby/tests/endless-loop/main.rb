puts "read #{gets}"
loop {}
