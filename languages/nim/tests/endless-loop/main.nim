echo "read ", stdin.readLine
while true:
  discard
