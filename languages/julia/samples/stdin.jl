print("What is your name? ")
name = readline()
print("Pick a number: ")
number = parse(Int, readline())

println("Hello, $(name)! $number squared is $(number^2).")
