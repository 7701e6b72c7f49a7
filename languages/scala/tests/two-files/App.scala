package app

import greeting.Greeting

object App extends scala.App {
  println(Greeting("Ada"))
}
