import 'dart:typed_data';

void main() {
  final hoard = <Uint8List>[];
  while (true) {
    hoard.add(Uint8List(1 << 20)..fillRange(0, 1 << 20, 1));
  }
}
