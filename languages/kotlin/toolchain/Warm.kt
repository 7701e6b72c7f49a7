package sandrun.toolchain

import kotlin.random.Random
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking

/** Uses what programs commonly use, so that the class archives made when the image is built hold it. */
sealed interface Shape
data class Circle(val radius: Double) : Shape
data class Square(val side: Double) : Shape
enum class Colour { Red, Green }

fun area(shape: Shape) = when (shape) {
    is Circle -> Math.PI * shape.radius * shape.radius
    is Square -> shape.side * shape.side
}

class Counter {
    private val counts by lazy { mutableMapOf<String, Int>() }
    fun add(word: String) = counts.merge(word, 1, Int::plus)
    override fun toString() = counts.entries.sortedByDescending { it.value }.joinToString { "${it.key}: ${it.value}" }
}

fun main() {
    print("What is your name? ")
    val name = readLine() ?: "nobody"
    val number = readln().toInt()
    println("Hello, $name! ${"%.2f".format(area(Circle(number.toDouble())) + area(Square(2.0)))}")
    val counter = Counter()
    "the quick the lazy".split(" ").forEach(counter::add)
    println("$counter ${Colour.entries} ${Circle(1.0)}")
    println((1..10).filter { it % 2 == 0 }.map { it * it }.sum() + listOf(3, 1, 2).sorted().first())
    println(generateSequence(1) { it * 2 }.take(10).toList().groupBy { it % 3 })
    println(Random.nextInt(10) + setOf(1, 2).size + Regex("\\d+").findAll("1 2").count())
    println(runBlocking { listOf(async { 1 }, async { 2 }).awaitAll() })
    try {
        error("expected")
    } catch (expected: IllegalStateException) {
        System.err.println(expected.message)
    }
}
