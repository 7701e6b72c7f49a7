puts 'never seen'

x = = 1
