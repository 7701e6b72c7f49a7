import java.math.BigInteger;

public class Main {
    public static void main(String[] args) {
        long trillion = 1_000_000_000_000L, most = Long.MAX_VALUE;
        System.out.println(BigInteger.valueOf(trillion).multiply(BigInteger.valueOf(trillion)));
        System.out.println(BigInteger.TWO.pow(100));
        System.out.println(BigInteger.valueOf(most).add(BigInteger.ONE));
        System.out.println(0.1 + 0.2);
        System.out.println(trillion * trillion);
        System.out.println(most + 1);
        System.out.println(7 / 2 + " " + -7 % 3);
    }
}
