import Foundation

precondition(Date().timeIntervalSince1970 > 1_700_000_000)
precondition(UInt64.random(in: 0 ... .max) != UInt64.random(in: 0 ... .max))

let sum = await withTaskGroup(of: Int.self) { group in
    for number in 1...3 {
        group.addTask { number }
    }
    return await group.reduce(0, +)
}
print("clock random \(sum)")
