print(greet("Ada"))
