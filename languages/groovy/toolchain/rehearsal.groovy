// Run for nobody by a Groovy that is up before its program, to have loaded and translated what programs need.
class Rehearsal {
    String name
    int age

    String toString() { "$name ($age)" }
}

def square(number) { number * number }

def people = [new Rehearsal(name: 'Ada', age: 36), new Rehearsal(name: 'Alan', age: 41)]
println people.sort { -it.age }.collect { it.name }.join(', ')
println((1..10).findAll { it % 2 }.inject(0) { sum, next -> sum + square(next) })
[a: 1].each { key, value -> println "$key $value" }
for (i in 0..<3) printf '%d %.2f%n', i, i / 3
try {
    throw new IllegalStateException('expected')
} catch (IllegalStateException expected) {
    println expected.message
}
