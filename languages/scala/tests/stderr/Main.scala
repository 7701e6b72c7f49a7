object Main extends App {
  println("to stdout")
  Console.err.println("to stderr")
}
