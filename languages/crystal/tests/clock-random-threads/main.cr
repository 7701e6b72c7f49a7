raise "no clock" unless Time.utc.year >= 2024
raise "no random numbers" if Random.rand == Random.rand

sum = Atomic.new(0)
threads = (1..3).map { |number| Thread.new { sum.add(number) } }
threads.each(&.join)
puts "clock random #{sum.get}"
