func pick(_ numbers: [Int]) -> Int {
    guard let first = numbers.first else {
        fatalError("nothing to pick")
    }
    return first
}

print(pick(CommandLine.arguments.dropFirst().map { $0.count }))
