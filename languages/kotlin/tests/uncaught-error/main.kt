fun parse(text: String): Int =
    text.toInt()

fun main() {
    println(parse("boom"))
}
