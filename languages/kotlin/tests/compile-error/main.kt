fun main() {
    println("never seen")
    val number: Int = "text"
}
