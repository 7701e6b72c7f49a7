package greeting;

public class Greeting {
    private final String name;

    public Greeting(String name) {
        this.name = name;
    }

    @Override
    public String toString() {
        return "Hello, " + name + "!";
    }
}
