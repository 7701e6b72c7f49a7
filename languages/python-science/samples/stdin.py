name = input("What is your name? ")
number = int(input("Pick a number: "))

print(f"Hello, {name}! {number} squared is {number ** 2}.")
