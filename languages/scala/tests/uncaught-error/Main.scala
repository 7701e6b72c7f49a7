object Main {
  def parse(text: String): Int = throw new IllegalArgumentException("boom " + text)

  def main(args: Array[String]): Unit = println(parse("text"))
}
