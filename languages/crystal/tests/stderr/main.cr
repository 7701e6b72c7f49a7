puts "to stdout"
STDERR.puts "to stderr"
