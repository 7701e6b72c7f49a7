import std.stdio;

void main()
{
    writeln("to stdout");
    stderr.writeln("to stderr");
}
