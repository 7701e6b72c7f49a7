println 'never seen'

def = 1
