import 'dart:io';

void main() {
  final note = File('note.txt')..writeAsStringSync('written and read');
  print(note.readAsStringSync());
}
