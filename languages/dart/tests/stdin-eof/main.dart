import 'dart:convert';
import 'dart:io';

Future<void> main() async {
  final lines = stdin.transform(utf8.decoder).transform(const LineSplitter());
  print(await lines.map(int.parse).fold<int>(0, (sum, number) => sum + number));
}
