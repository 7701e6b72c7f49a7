object Main extends App {
  println("leaving")
  sys.exit(3)
}
