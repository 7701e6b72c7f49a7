import greeting.Greeting;

public class App {
    public static void main(String[] args) {
        System.out.println(new Greeting("Ada"));
    }
}
