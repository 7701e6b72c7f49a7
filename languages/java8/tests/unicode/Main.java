import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        String größe = "Grüße, 世界 🎉";
        System.out.println(größe + ": " + new Scanner(System.in).nextLine());
    }
}
