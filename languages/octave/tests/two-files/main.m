greet("Ada")
