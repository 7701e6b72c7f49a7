import 'dart:async';
import 'dart:collection';
import 'dart:convert';
import 'dart:core';
import 'dart:developer';
import 'dart:ffi';
import 'dart:io';
import 'dart:isolate';
import 'dart:math';
import 'dart:typed_data';

Future<void> main() async {
  final sum = await Isolate.run(() => Iterable.generate(101).fold<int>(0, (a, b) => a + (b as int)));
  final packed = utf8.decode(gzip.decode(gzip.encode(utf8.encode('text'))));
  final bytes = ByteData(sizeOf<Int64>())..setInt64(0, 42);
  final queue = Queue.of([max(1, 2), bytes.getInt64(0)]);
  final time = Timeline.now > 0 && await Future.delayed(Duration.zero, () => true);
  final all = sum == 5050 && packed == 'text' && queue.last == 42 && time && Platform.isLinux;
  print(all ? 'all are there' : 'one is missing');
}
