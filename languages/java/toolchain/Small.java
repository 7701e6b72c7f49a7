package sandrun.toolchain;

/** Compiled for nobody while a compiler waits: what every program needs of it, over and over. */
public final class Small {
    public static void main(String[] args) {
        System.out.println("Hello, " + args.length);
    }
}
