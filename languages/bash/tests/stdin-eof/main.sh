sum=0
while read -r number || [[ -n $number ]]; do
  ((sum += number))
done
echo "$sum"
