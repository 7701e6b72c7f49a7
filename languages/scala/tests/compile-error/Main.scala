object Main extends App {
  println("never seen")
  val number: Int = "text"
}
