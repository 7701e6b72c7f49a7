package lib

class Greeting {
    String name

    String toString() { "Hello, $name!" }
}
