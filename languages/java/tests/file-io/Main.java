import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

public class Main {
    public static void main(String[] args) throws IOException {
        Path note = Path.of("note.txt");
        Files.writeString(note, "written and read");
        System.out.println(Files.readString(note));
    }
}
