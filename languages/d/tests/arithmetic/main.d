import std.bigint, std.stdio;

void main()
{
    long trillion = 1_000_000_000_000, most = long.max;
    writeln(BigInt(trillion) * trillion);
    writeln(BigInt(2) ^^ 100);
    writeln(BigInt(most) + 1);
    double tenth = 0.1, fifth = 0.2;
    writefln("%.17g", tenth + fifth);
    writeln(trillion * trillion);
    writeln(most + 1);
    writeln(7 / 2, " ", -7 % 3);
}
