greet(name) = "Hello, $(name)!"
