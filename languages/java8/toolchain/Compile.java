package sandrun.toolchain;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import javax.tools.ForwardingJavaFileObject;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * javac as programs from an editor need it: a public class may stand in a file of any name, and the class to start is
 * found rather than agreed on.
 *
 * <p>{@code Compile [javac options] Entry.java} writes the classes below {@code classes/} and, into {@code classes/main},
 * the name of the class to start. The work directory is where javac looks for the classes of other files.
 */
public final class Compile {
    private static final Path CLASSES = Paths.get("classes");

    public static void main(String[] args) throws IOException {
        List<String> all = Arrays.asList(args);
        System.exit(compile(all.subList(0, all.size() - 1), all.get(all.size() - 1)));
    }

    /** Gives back the exit code. */
    private static int compile(List<String> asked, String source) throws IOException {
        List<String> options = new ArrayList<>(Arrays.asList("-proc:none", "-encoding", "UTF-8", "-sourcepath", "."));
        options.addAll(Arrays.asList("-d", CLASSES.toString()));
        options.addAll(asked);
        // javac 8 does not make the folder it writes to.
        Files.createDirectories(CLASSES);
        PrintWriter errors = new PrintWriter(System.err, true);
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            List<JavaFileObject> units = new ArrayList<>();
            for (JavaFileObject file : files.getJavaFileObjects(source)) units.add(new AnyNameFile(file));
            JavacTask task = (JavacTask) javac.getTask(errors, files, null, options, null, units);
            MainFinder finder = new MainFinder();
            task.setTaskListener(finder);
            if (!task.call()) return 1;
            Optional<String> mainClass = finder.best();
            if (!mainClass.isPresent()) {
                errors.println(source + ":1: error: there is no main method to start");
                return 1;
            }
            // With "-d" among the options it is elsewhere: that nothing is here says so.
            Path made = CLASSES.resolve(mainClass.get().replace('.', '/') + ".class");
            if (Files.exists(made)) Files.write(CLASSES.resolve("main"), mainClass.get().getBytes(StandardCharsets.UTF_8));
            return 0;
        } catch (IllegalArgumentException | IllegalStateException refused) {
            errors.println(refused.getMessage());
            return 2;
        }
    }

    private static final class Candidate {
        final String name;
        final boolean isPublic;

        Candidate(String name, boolean isPublic) {
            this.name = name;
            this.isPublic = isPublic;
        }
    }

    /** Looks at every file as soon as it is parsed: later phases take the trees apart. */
    private static final class MainFinder extends TreeScanner<Void, Void> implements TaskListener {
        private final Deque<String> names = new ArrayDeque<>();
        private final Deque<ClassTree> classes = new ArrayDeque<>();
        private final List<List<Candidate>> files = new ArrayList<>();
        private String packagePrefix = "";

        /** Of the first file that has any, the main method of a public class, or else the first one. */
        Optional<String> best() {
            return files.stream().filter(file -> !file.isEmpty()).findFirst()
                    .map(file -> file.stream().filter(one -> one.isPublic).findFirst().orElse(file.get(0)).name);
        }

        @Override
        public void started(TaskEvent event) {}

        @Override
        public void finished(TaskEvent event) {
            if (event.getKind() != TaskEvent.Kind.PARSE) return;
            CompilationUnitTree unit = event.getCompilationUnit();
            packagePrefix = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
            files.add(new ArrayList<>());
            scan(unit, null);
        }

        @Override
        public Void visitClass(ClassTree tree, Void unused) {
            names.addLast(names.isEmpty() ? packagePrefix + tree.getSimpleName() : names.getLast() + "$" + tree.getSimpleName());
            classes.addLast(tree);
            super.visitClass(tree, null);
            classes.removeLast();
            names.removeLast();
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            if (isMain(method)) {
                files.get(files.size() - 1).add(new Candidate(names.getLast(), classes.getLast().getModifiers().getFlags().contains(Modifier.PUBLIC)));
            }
            // A class inside a method can't be started.
            return null;
        }

        private static boolean isMain(MethodTree method) {
            return method.getName().contentEquals("main")
                    && method.getReturnType() != null
                    && method.getReturnType().toString().equals("void")
                    && method.getModifiers().getFlags().containsAll(EnumSet.of(Modifier.PUBLIC, Modifier.STATIC))
                    && method.getParameters().size() == 1
                    && method.getParameters().get(0).getType().toString().matches("(java\\.lang\\.)?String(\\[\\]|\\.\\.\\.)");
        }
    }

    /** A source file in which a public class may have any name. */
    private static final class AnyNameFile extends ForwardingJavaFileObject<JavaFileObject> {
        AnyNameFile(JavaFileObject file) {
            super(file);
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.SOURCE || super.isNameCompatible(simpleName, kind);
        }
    }

    private Compile() {}
}
