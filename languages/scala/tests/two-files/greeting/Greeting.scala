package greeting

case class Greeting(name: String) {
  override def toString: String = s"Hello, $name!"
}
