read -r line
echo "read $line"
while :; do :; done
