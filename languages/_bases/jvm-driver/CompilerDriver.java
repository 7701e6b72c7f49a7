package sandrun.toolchain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A compiler as programs from an editor need it: the class to start is found rather than agreed on.
 *
 * <p>{@code [options] -- Entry [Other ...]} as arguments; the classes come below {@code classes/} and, for the launcher's
 * {@code @classes/main}, the name of the class to start.
 */
final class CompilerDriver {
    static final Path CLASSES = Path.of("classes");

    /** Compiles into a folder and says on standard error what is wrong. */
    interface Compiler {
        /** Whether it went well. */
        boolean compile(List<String> options, List<String> sources, Path classes);
    }

    /** Ends the process. {@code main} is the class that was started; {@code noMain} follows the entry's name where no class can be started. */
    static void run(Class<?> main, String[] args, Compiler compiler, String noMain) throws IOException {
        Handover.Rehearsal rehearsal = (source, classes) -> compiler.compile(List.of(), List.of(source), classes);
        List<String> all = Arrays.asList(Handover.arguments(args, main, rehearsal));
        int separator = all.indexOf("--");
        List<String> sources = all.subList(separator + 1, all.size());
        Files.createDirectories(CLASSES);
        List<String> options = all.subList(0, separator);
        if (!compiler.compile(options, sources, CLASSES)) System.exit(1);
        // With "-d" among the options it is elsewhere: that nothing is here says so.
        if (!options.isEmpty() && isEmpty(CLASSES)) System.exit(0);

        Optional<String> mainClass = findMain(Path.of(sources.getFirst()).getFileName().toString());
        if (mainClass.isEmpty()) {
            System.err.println(sources.getFirst() + noMain);
            System.exit(1);
        }
        Files.writeString(CLASSES.resolve("main"), mainClass.get());
        System.exit(0);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** A class that can be started, one of the entry file if there is. */
    private static Optional<String> findMain(String entry) throws IOException {
        Comparator<ClassModel> entryFirst = Comparator.comparing(model -> !sourceFile(model).equals(entry));
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                .sorted()
                .map(CompilerDriver::parse)
                .filter(CompilerDriver::hasMain)
                .sorted(entryFirst)
                .map(model -> model.thisClass().asInternalName().replace('/', '.'))
                .findFirst();
        }
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
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

    private CompilerDriver() {}
}
