public class Main {
    static int parse(String text) {
        return Integer.parseInt(text);
    }

    public static void main(String[] args) {
        parse("boom");
    }
}
