package sandrun.toolchain;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;

/**
 * The Kotlin compiler as programs from an editor need it: the class to start is found rather than agreed on.
 *
 * <p>{@code Compile [kotlinc options] -- entry.kt [other.kt ...]} writes the classes below {@code classes/} and, for the
 * launcher's {@code @classes/main}, the name of the class to start.
 */
public final class Compile {
    private static final Path CLASSES = Path.of("classes");
    private static final String LIB = "/usr/local/lib/kotlin/lib/";

    public static void main(String[] args) throws IOException {
        List<String> all = Arrays.asList(args);
        int separator = all.indexOf("--");
        List<String> sources = all.subList(separator + 1, all.size());
        String libraries = LIB + "kotlin-reflect.jar:" + LIB + "kotlinx-coroutines-core-jvm.jar";
        List<String> options = new ArrayList<>(List.of("-kotlin-home", "/usr/local/lib/kotlin", "-no-reflect"));
        options.addAll(List.of("-cp", libraries, "-d", CLASSES.toString()));
        options.addAll(all.subList(0, separator));
        options.addAll(sources);

        ExitCode code = new K2JVMCompiler().exec(System.err, options.toArray(String[]::new));
        if (code != ExitCode.OK) System.exit(1);
        Optional<String> mainClass = findMain(Path.of(sources.getFirst()).getFileName().toString());
        if (mainClass.isEmpty()) {
            System.err.println(sources.getFirst() + ":1:1: error: no main function found, such as: fun main() { }");
            System.exit(1);
        }
        Files.writeString(CLASSES.resolve("main"), mainClass.get());
        System.exit(0);
    }

    /** A class that can be started, one of the entry file if there is. */
    private static Optional<String> findMain(String entry) throws IOException {
        Comparator<ClassModel> entryFirst = Comparator.comparing(model -> !sourceFile(model).equals(entry));
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                .sorted()
                .map(Compile::parse)
                .filter(Compile::hasMain)
                .sorted(entryFirst)
                .map(model -> model.thisClass().asInternalName().replace('/', '.'))
                .findFirst();
        }
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static boolean hasMain(ClassModel model) {
        return model.methods().stream().anyMatch(method ->
            method.methodName().equalsString("main")
                && method.methodType().equalsString("([Ljava/lang/String;)V")
                && method.flags().has(AccessFlag.STATIC)
                && method.flags().has(AccessFlag.PUBLIC));
    }

    private static String sourceFile(ClassModel model) {
        return model.findAttribute(Attributes.sourceFile()).map(found -> found.sourceFile().stringValue()).orElse("");
    }
}
