throw new SyntaxError('of my own')
