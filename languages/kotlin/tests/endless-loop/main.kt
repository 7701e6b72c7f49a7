fun main() {
    println("read ${readln()}")
    while (true);
}
