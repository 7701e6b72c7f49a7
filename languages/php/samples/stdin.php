<?php

echo 'What is your name? ';
$name = trim(fgets(STDIN));
echo 'Pick a number: ';
$number = (int) fgets(STDIN);

printf("Hello, %s! %d squared is %d.\n", $name, $number, $number ** 2);
