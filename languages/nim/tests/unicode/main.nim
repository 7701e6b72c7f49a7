let größe = "Grüße, 世界 🎉"
echo größe, ": ", stdin.readLine
