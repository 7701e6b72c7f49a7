import std.file, std.stdio;

void main()
{
    std.file.write("note.txt", "written and read");
    writeln(readText("note.txt"));
}
