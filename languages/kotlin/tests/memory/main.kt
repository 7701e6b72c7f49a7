fun main() {
    val hoard = mutableListOf<ByteArray>()
    while (true) hoard += ByteArray(1 shl 20)
}
