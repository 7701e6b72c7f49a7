import scala.io.StdIn

object Main extends App {
  val größe = "Grüße, 世界 🎉"
  println(s"$größe: ${StdIn.readLine()}")
}
