require "big"

trillion = 1_000_000_000_000_i64
puts trillion.to_big_i * trillion
puts BigInt.new(2) ** 100
puts Int64::MAX.to_big_i + 1
puts 0.1 + 0.2
puts trillion &* trillion
puts Int64::MAX &+ 1
begin
  puts trillion * trillion
rescue error : OverflowError
  puts error.message
end
puts "#{7 // 2} #{-7 % 3}"
