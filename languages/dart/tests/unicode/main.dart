import 'dart:convert';
import 'dart:io';

void main() {
  const greeting = 'Grüße, 世界 🎉';
  print('$greeting: ${stdin.readLineSync(encoding: utf8)}');
}
