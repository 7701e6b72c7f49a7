local greeting = "Grüße, 世界 🎉"
assert(utf8.len(greeting) == 11)
print(greeting .. ": " .. io.read())
