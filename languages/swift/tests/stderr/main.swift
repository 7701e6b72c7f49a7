import Foundation

print("to stdout")
FileHandle.standardError.write(Data("to stderr\n".utf8))
