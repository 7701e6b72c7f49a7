print join("\n", @ARGV), "\n";
