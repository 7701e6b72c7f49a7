import scala.concurrent.{Await, Future}
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration._
import scala.util.Try

object Main {
  def main(args: Array[String]): Unit = {
    val names = List(
      "scala.collection.immutable.Stream", "scala.collection.mutable.ArrayBuffer",
      "scala.concurrent.Future", "scala.io.Source", "scala.collection.JavaConverters", "scala.math.BigDecimal",
      "scala.reflect.ClassTag", "scala.sys.process.Process", "scala.util.matching.Regex",
      "java.net.http.HttpClient", "java.sql.Connection", "java.time.LocalDate", "javax.crypto.Cipher"
    )
    val works = Await.result(Future(21), 5.seconds) * 2 == 42
    println(s"$works ${names.filter(name => Try(Class.forName(name)).isFailure)}")
  }
}
