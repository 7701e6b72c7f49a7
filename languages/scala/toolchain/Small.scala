package sandrun.toolchain

/** Compiled for nobody while a compiler waits: what every program needs of it, over and over. */
object Small {
  def main(args: Array[String]): Unit = {
    println(s"Hello, ${args.length}")
  }
}
