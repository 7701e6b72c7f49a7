import java.io.File

fun main() {
    val note = File("note.txt")
    note.writeText("written and read")
    println(note.readText())
}
