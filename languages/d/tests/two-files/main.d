import greeting, std.stdio;

void main()
{
    writeln(greet("Ada"));
}
