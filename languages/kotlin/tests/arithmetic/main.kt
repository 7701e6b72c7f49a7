fun main() {
    val trillion = 1_000_000_000_000L
    println(trillion.toBigInteger() * trillion.toBigInteger())
    println(2.toBigInteger().pow(100))
    println(Long.MAX_VALUE.toBigInteger() + 1.toBigInteger())
    println(0.1 + 0.2)
    println(trillion * trillion)
    println(Long.MAX_VALUE + 1)
    println("${7 / 2} ${-7 % 3}")
}
