object Main extends App {
  val trillion = 1000000000000L
  println(BigInt(trillion) * trillion)
  println(BigInt(2).pow(100))
  println(BigInt(Long.MaxValue) + 1)
  println(0.1 + 0.2)
  println(trillion * trillion)
  println(Long.MaxValue + 1)
  println(s"${7 / 2} ${-7 % 3}")
}
