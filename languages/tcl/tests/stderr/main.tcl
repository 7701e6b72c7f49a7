puts "to stdout"
puts stderr "to stderr"
