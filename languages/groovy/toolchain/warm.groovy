// Uses what programs commonly use, so that the class archive made when the image is built holds it.
import groovy.json.JsonOutput
import groovy.transform.CompileStatic

class Person {
    String name
    int age

    String toString() { "$name ($age)" }
}

@CompileStatic
int square(int number) { number * number }

print 'What is your name? '
def input = System.in.newReader()
def name = input.readLine()
def number = input.readLine() as int
println "Hello, $name! $number squared is ${square(number)}."
def people = [new Person(name: 'Ada', age: 36), new Person(name: 'Alan', age: 41)]
println people.sort { -it.age }.collect { it.name }.join(', ')
println((1..10).findAll { it % 2 }.inject(0) { sum, next -> sum + next })
println JsonOutput.toJson([a: 1, b: [1.5, 2]])
printf '%d %.2f%n', number, 1.0 / 3
new File('note.txt').text = 'written'
println new File('note.txt').text
Thread.start { System.err.println 'thread' }.join()
try {
    throw new IllegalStateException('expected')
} catch (IllegalStateException expected) {
    System.err.println expected.message
}
