void main() {
  final trillion = 1000000000000, most = 9223372036854775807;
  print(BigInt.from(trillion) * BigInt.from(trillion));
  print(BigInt.two.pow(100));
  print(BigInt.from(most) + BigInt.one);
  print(0.1 + 0.2);
  print(trillion * trillion);
  print(most + 1);
  print('${7 ~/ 2} ${-7 % 3}');
}
