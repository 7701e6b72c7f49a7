package sandrun.toolchain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A compiler that is up before its program comes: see service/agent/README.md, "A runtime that waits". Its streams are
 * those of its descriptors, which are others after the wait, so nothing of System needs to change.
 */
final class Handover {
    private static final Path FILE = Path.of("/.sandrun/handover");

    /** No rehearsal but the first begins later than this. So a busy machine does little for programs that may come. */
    private static final long LAST_BEGINS_NS = 4_000_000_000L;

    /** Compiles a source into a folder, to have all that takes loaded and translated. */
    interface Rehearsal {
        void compile(String source, Path classes) throws IOException;
    }

    /**
     * The arguments to compile with: those of the command line, or, where these are {@code --wait Source ...}, the ones
     * that come after these sources were compiled for nobody, as many as there is time for.
     */
    static String[] arguments(String[] given, Class<?> main, Rehearsal rehearsal) throws IOException {
        List<String> words = Arrays.asList(given);
        if (words.isEmpty() || !words.getFirst().equals("--wait") || words.contains("--")) return given;
        long begin = System.nanoTime();
        rehearse(words.get(1), rehearsal);
        for (String source : words.subList(2, words.size())) {
            if (System.nanoTime() - begin > LAST_BEGINS_NS) break;
            rehearse(source, rehearsal);
        }
        // What the rehearsals leave behind should not fill the memory while it waits.
        System.gc();
        String[] handed = Files.readString(FILE, StandardCharsets.UTF_8).split("\0", -1);
        List<String> command = Arrays.asList(handed).subList(1, 1 + Integer.parseInt(handed[0]));
        return command.subList(command.indexOf(main.getName()) + 1, command.size()).toArray(String[]::new);
    }

    private static void rehearse(String source, Rehearsal rehearsal) throws IOException {
        Path classes = Files.createTempDirectory("");
        rehearsal.compile(source, classes);
        try (Stream<Path> made = Files.walk(classes)) {
            for (Path path : made.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    private Handover() {}
}
