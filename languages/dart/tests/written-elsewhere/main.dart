void main() {
  print('Hello, world!');
}
