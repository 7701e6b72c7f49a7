import scala.concurrent.{Await, Future}
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration._
import scala.util.Random

object Main {
  def main(args: Array[String]): Unit = {
    assert(System.currentTimeMillis > 1700000000000L)
    assert(Random.nextLong() != Random.nextLong())

    val numbers = Await.result(Future.sequence(List(1, 2, 3).map(number => Future(number))), 5.seconds)
    println("clock random " + numbers.sum)
  }
}
