import scala.io.Source

object Main extends App {
  println(Source.stdin.getLines.map(_.toInt).sum)
}
