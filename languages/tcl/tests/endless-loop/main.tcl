puts "read [gets stdin]"
while 1 {}
