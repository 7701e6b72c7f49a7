import Foundation

try "written and read".write(toFile: "note.txt", atomically: true, encoding: .utf8)
print(try String(contentsOfFile: "note.txt", encoding: .utf8))
