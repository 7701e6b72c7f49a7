import std.stdio, std.string;

void main()
{
    writeln("read ", readln().strip);
    while (true)
    {
    }
}
