import scala.concurrent.{Await, Future}
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration._
import scala.util.Try

object Main {
  def main(args: Array[String]): Unit = {
    val names = List(
      "scala.collection.immutable.LazyList", "scala.collection.mutable.ArrayDeque", "scala.collection.parallel.package$",
      "scala.concurrent.Future", "scala.io.Source", "scala.jdk.CollectionConverters", "scala.math.BigDecimal",
      "scala.reflect.ClassTag", "scala.sys.process.Process", "scala.util.Using", "scala.util.matching.Regex",
      "java.net.http.HttpClient", "java.sql.Connection", "java.time.LocalDate", "javax.crypto.Cipher"
    ).filterNot(_.contains("parallel"))
    val works = Await.result(Future(21), 5.seconds) * 2 == 42
    println(s"$works ${names.filter(name => Try(Class.forName(name)).isFailure)}")
  }
}
