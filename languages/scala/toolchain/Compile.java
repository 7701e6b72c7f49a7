package sandrun.toolchain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scala.tools.nsc.Driver;
import scala.tools.nsc.MainClass;

/** {@code Compile [scalac options] -- Entry.scala [Other.scala ...]}: see CompilerDriver. */
public final class Compile {
    public static void main(String[] args) throws IOException {
        String noMain = ":1: error: no object with a main method found, such as: object Main extends App { }";
        CompilerDriver.run(Compile.class, args, Compile::compile, noMain);
    }

    private static boolean compile(List<String> options, List<String> sources, Path classes) {
        List<String> all = new ArrayList<>(List.of("-usejavacp", "-deprecation", "-feature"));
        all.addAll(List.of("-d", classes.toString()));
        all.addAll(options);
        all.addAll(sources);
        Driver compiler = new MainClass();
        compiler.process(all.toArray(String[]::new));
        return !compiler.reporter().hasErrors();
    }
}
