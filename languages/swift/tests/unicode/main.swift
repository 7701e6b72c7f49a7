let größe = "Grüße, 世界 🎉"
print("\(größe): \(readLine() ?? "")")
