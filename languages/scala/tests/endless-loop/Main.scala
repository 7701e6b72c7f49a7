object Main extends App {
  println("read " + scala.io.StdIn.readLine())
  while (true) {}
}
