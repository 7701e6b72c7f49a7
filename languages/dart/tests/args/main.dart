void main(List<String> arguments) {
  arguments.forEach(print);
}
