package sandrun.toolchain

import scala.collection.mutable
import scala.concurrent.{Await, Future}
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration._
import scala.io.StdIn
import scala.util.{Random, Try}

sealed trait Shape
case class Circle(radius: Double) extends Shape
case class Square(side: Double) extends Shape

/** Uses what programs commonly use, so that the class archives made when the image is built hold it. */
object Warm {
  def area(shape: Shape): Double = shape match {
    case Circle(radius) => math.Pi * radius * radius
    case Square(side) => side * side
  }

  def main(args: Array[String]): Unit = {
    print("What is your name? ")
    val name = StdIn.readLine()
    val number = StdIn.readInt()
    println(s"Hello, $name! $number " + f"${area(Circle(2)) + area(Square(number))}%.2f")
    val counts = mutable.Map[String, Int]().withDefaultValue(0)
    "the quick the lazy".split(" ").foreach(word => counts(word) += 1)
    println(counts.toSeq.sortBy(-_._2).map { case (word, count) => s"$word: $count" }.mkString(", "))
    println((1 to 10).filter(_ % 2 == 0).map(n => n * n).sum + List(3, 1, 2).sorted.head)
    println(Stream.from(1).take(5).toList.groupBy(_ % 3), Vector(1), Set(1), Option(1), BigInt(2).pow(70))
    println(Await.result(Future.sequence(Seq(Future(1), Future(2))), 5.seconds), Random.nextInt(10))
    val numbers = for (a <- 1 to 3; b <- a to 3 if a != b) yield (a, b)
    println(numbers, "\\d+".r.findAllIn("1 2").toList, Try("x".toInt).isFailure)
    Console.err.println("done")
  }
}
