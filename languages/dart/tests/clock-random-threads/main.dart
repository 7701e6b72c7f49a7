import 'dart:isolate';
import 'dart:math';

Future<void> main() async {
  final random = Random.secure();
  if (DateTime.now().year < 2024 || random.nextDouble() == random.nextDouble()) throw StateError('no clock');

  final numbers = await Future.wait([
    for (final number in [1, 2, 3]) Isolate.run(() => number),
  ]);
  print('clock random ${numbers.reduce((sum, number) => sum + number)}');
}
