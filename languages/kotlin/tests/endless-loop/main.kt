fun main() {
    while (true);
}
