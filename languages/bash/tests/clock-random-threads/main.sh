(($(date +%s) > 1700000000)) || exit 1
[[ $RANDOM$RANDOM$RANDOM != "$RANDOM$RANDOM$RANDOM" ]] || exit 1

for number in 1 2 3; do
  echo "$number" > "part-$number" &
done
wait
echo "clock random $(cat part-* | paste -sd+ | bc)"
