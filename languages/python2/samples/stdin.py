name = raw_input("What is your name? ")
number = int(raw_input("Pick a number: "))

print "Hello, %s! %d squared is %d." % (name, number, number ** 2)
