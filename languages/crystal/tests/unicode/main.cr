größe = "Grüße, 世界 🎉"
puts "#{größe}: #{read_line}"
