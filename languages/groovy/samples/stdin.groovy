def input = System.in.newReader()
print 'What is your name? '
def name = input.readLine()
print 'Pick a number: '
def number = input.readLine() as int

println "Hello, $name! $number squared is ${number ** 2}."
