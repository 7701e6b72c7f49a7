fun main() {
    val größe = "Grüße, 世界 🎉"
    println("$größe: ${readln()}")
}
