import 'dart:io';

String ask(String question) {
  stdout.write(question);
  return stdin.readLineSync() ?? '';
}

void main() {
  final name = ask('What is your name? ');
  final number = int.parse(ask('Pick a number: '));

  print('Hello, $name! $number squared is ${number * number}.');
}
