import 'greeting.dart';

void main() {
  print(greet('Ada'));
}
