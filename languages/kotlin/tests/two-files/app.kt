package app

import lib.greet

fun main() {
    println(greet("Ada"))
}
