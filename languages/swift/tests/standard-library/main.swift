import Dispatch
import Foundation
import FoundationNetworking
import FoundationXML
import Glibc
import Observation
import RegexBuilder
import Synchronization

@Observable final class Counter { var count = 0 }

let queue = DispatchQueue(label: "one")
let counter = Counter()
queue.sync { counter.count += 1 }
let decoded = try JSONDecoder().decode([String: [Int]].self, from: Data(#"{"a": [1, 2]}"#.utf8))
let matches = "ada".contains(Regex { "a"; One(.word); "a" })
let atomic = Atomic(41)
atomic.add(1, ordering: .relaxed)
let all = counter.count == 1 && decoded["a"]?[1] == 2 && matches && atomic.load(ordering: .relaxed) == 42
print(all ? "all are there" : "one is missing")
