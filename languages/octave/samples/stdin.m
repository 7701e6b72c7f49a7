name = input("What is your name? ", "s");
number = input("Pick a number: ");

printf("Hello, %s! %g squared is %g.\n", name, number, number ^ 2);
