raise 'clock' if Time.now.to_i < 1_700_000_000
raise 'random' if rand == rand

threads = [1, 2, 3].map { |number| Thread.new { number } }
puts "clock random #{threads.sum(&:value)}"
