import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlin.random.Random
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking

fun main() {
    check(System.currentTimeMillis() > 1_700_000_000_000 && Random.nextLong() != Random.nextLong())

    val sum = AtomicInteger()
    listOf(1, 2).map { thread { sum.addAndGet(it) } }.forEach { it.join() }
    sum.addAndGet(runBlocking { async { 3 }.await() })
    println("clock random $sum")
}
