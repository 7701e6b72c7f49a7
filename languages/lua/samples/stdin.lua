io.write("What is your name? ")
local name = io.read()
io.write("Pick a number: ")
local number = io.read("n")

print(("Hello, %s! %d squared is %d."):format(name, number, number * number))
