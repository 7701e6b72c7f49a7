import 'dart:io';

void main() {
  print('leaving');
  exitCode = 3;
}
