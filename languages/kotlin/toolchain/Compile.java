package sandrun.toolchain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;

/** {@code Compile [kotlinc options] -- entry.kt [other.kt ...]}: see CompilerDriver. */
public final class Compile {
    private static final String LIB = "/usr/local/lib/kotlin/lib/";

    public static void main(String[] args) throws IOException {
        CompilerDriver.run(Compile.class, args, Compile::compile, ":1:1: error: no main function found, such as: fun main() { }");
    }

    private static boolean compile(List<String> options, List<String> sources, Path classes) {
        String libraries = LIB + "kotlin-reflect.jar:" + LIB + "kotlinx-coroutines-core-jvm.jar";
        List<String> all = new ArrayList<>(List.of("-kotlin-home", "/usr/local/lib/kotlin", "-no-reflect"));
        all.addAll(List.of("-cp", libraries, "-d", classes.toString()));
        all.addAll(options);
        all.addAll(sources);
        return new K2JVMCompiler().exec(System.err, all.toArray(String[]::new)) == ExitCode.OK;
    }
}
