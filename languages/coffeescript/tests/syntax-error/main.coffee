console.log 'never seen'

number = (1 + 2
