read -r line
echo "Grüße, 世界 🎉: $line"
