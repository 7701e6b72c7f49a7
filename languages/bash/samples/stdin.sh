printf 'What is your name? '
read -r name
printf 'Pick a number: '
read -r number

echo "Hello, $name! $number squared is $((number ** 2))."
