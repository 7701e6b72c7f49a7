import java.io.PrintWriter
import scala.io.Source

object Main extends App {
  val writer = new PrintWriter("note.txt")
  writer.print("written and read")
  writer.close()
  println(Source.fromFile("note.txt").mkString)
}
