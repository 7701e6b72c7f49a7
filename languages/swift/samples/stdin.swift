print("What is your name?", terminator: " ")
let name = readLine() ?? "nobody"
print("Pick a number:", terminator: " ")
let number = Int(readLine() ?? "") ?? 0

print("Hello, \(name)! \(number) squared is \(number * number).")
