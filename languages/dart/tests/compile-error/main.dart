void main() {
  final number = 7;
  print(number + missing);
}
