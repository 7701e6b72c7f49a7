let number = 7
print(number)
print(missing)
