import greeting.Greeting;

public class Application {
    public static void main(String[] args) {
        System.out.println(new Greeting("Ada"));
    }
}
