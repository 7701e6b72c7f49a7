package sandrun.toolchain

/** Compiled for nobody while a compiler waits: what every program needs of it, over and over. */
fun main(args: Array<String>) {
    println("Hello, ${args.size}")
}
