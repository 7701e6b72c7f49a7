BEGIN {
    printf "What is your name? "
    getline name
    printf "Pick a number: "
    getline number

    printf "Hello, %s! %d squared is %d.\n", name, number, number ^ 2
}
