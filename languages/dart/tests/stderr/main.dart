import 'dart:io';

void main() {
  print('to stdout');
  stderr.writeln('to stderr');
}
