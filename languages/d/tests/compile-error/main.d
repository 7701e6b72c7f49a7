import std.stdio;

void main()
{
    writeln(missing);
}
