public class Main {
    public static void main(String[] args) {
        byte[][] kept = new byte[120][];
        for (int i = 0; i < 3000; i++) kept[i % kept.length] = new byte[1 << 20];
        System.out.println("done");
    }
}
