import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

public class Main {
    public static void main(String[] args) throws IOException {
        Path note = Paths.get("note.txt");
        Files.write(note, "written and read".getBytes("UTF-8"));
        System.out.println(Files.readAllLines(note).get(0));
    }
}
