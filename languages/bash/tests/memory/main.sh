hoard=$(head -c 1M /dev/zero | tr '\0' x)
while :; do
  hoard+=$hoard
done
