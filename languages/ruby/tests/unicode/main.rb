größe = 'Grüße, 世界 🎉'
puts "#{größe}: #{gets}"
