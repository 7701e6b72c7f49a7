let number = 7
echo number
echo missing
