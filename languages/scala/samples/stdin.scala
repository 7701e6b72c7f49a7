import scala.io.StdIn

object Greeting extends App {
  val name = StdIn.readLine("What is your name? ")
  print("Pick a number: ")
  val number = StdIn.readInt()

  println(s"Hello, $name! $number squared is ${number * number}.")
}
