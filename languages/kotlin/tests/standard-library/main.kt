import kotlin.reflect.full.memberProperties
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking

data class Point(val x: Int, val y: Int)

fun isThere(name: String) = runCatching { Class.forName(name) }.isSuccess

fun main() {
    val names = listOf(
        "kotlin.collections.ArrayDeque", "kotlin.concurrent.ThreadsKt", "kotlin.io.path.PathsKt__PathReadWriteKt",
        "kotlin.math.MathKt", "kotlin.random.Random", "kotlin.ranges.IntRange", "kotlin.sequences.Sequence", "kotlin.text.Regex",
        "kotlin.time.Duration", "kotlin.coroutines.Continuation", "kotlinx.coroutines.Dispatchers",
        "kotlinx.coroutines.channels.Channel", "kotlinx.coroutines.sync.Mutex", "java.net.http.HttpClient", "java.sql.Connection",
        "java.time.LocalDate", "javax.crypto.Cipher"
    )
    val works = runBlocking { (1..3).asFlow().toList().sum() } == 6 && Point::class.memberProperties.size == 2
    println("$works ${names.filterNot(::isThere)}")
}
