using System;
using System.IO;

class Program
{
    static void Main()
    {
        File.WriteAllText("note.txt", "written and read");
        Console.WriteLine(File.ReadAllText("note.txt"));
    }
}
