package sandrun.toolchain;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import jdk.internal.vm.annotation.Hidden;

/**
 * Starts a main class that is up before its program comes: see service/agent/README.md, "A runtime that waits".
 *
 * <p>{@code Main [argument ...]} as arguments: the main class, and what to run it with for nobody first, to have all that
 * takes loaded and translated. It is on the boot class path, so that nothing of it is in a stack trace.
 */
public final class Wait {
    private static final Path FILE = Path.of("/.sandrun/handover");

    @Hidden
    public static void main(String[] given) throws Throwable {
        Class<?> main = Class.forName(given[0], true, ClassLoader.getSystemClassLoader());
        MethodHandle start = MethodHandles.publicLookup()
            .findStatic(main, "main", MethodType.methodType(void.class, String[].class));
        start.invokeExact(Arrays.copyOfRange(given, 1, given.length));
        String[] arguments = arguments(main);
        start.invokeExact(arguments);
    }

    private static String[] arguments(Class<?> main) throws Exception {
        String[] handed = Files.readString(FILE, StandardCharsets.UTF_8).split("\0", -1);
        List<String> command = Arrays.asList(handed).subList(1, 1 + Integer.parseInt(handed[0]));
        int at = command.indexOf(main.getName());
        System.setProperty("sun.java.command", String.join(" ", command.subList(at, command.size())));
        return command.subList(at + 1, command.size()).toArray(String[]::new);
    }

    private Wait() {}
}
