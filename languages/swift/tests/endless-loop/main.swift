print("read \(readLine() ?? "")")
var turns = 0
while true {
    turns ^= 1
}
