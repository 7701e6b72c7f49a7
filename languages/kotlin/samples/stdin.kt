fun main() {
    print("What is your name? ")
    val name = readln()
    print("Pick a number: ")
    val number = readln().toInt()

    println("Hello, $name! $number squared is ${number * number}.")
}
