unit module Greeting;

sub greet($name) is export {
    "Hello, $name!"
}
