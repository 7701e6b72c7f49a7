größe = "Grüße, 世界 🎉"
print(f"{größe}: {input()}")
