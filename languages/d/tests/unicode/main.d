import std.stdio;

void main()
{
    auto größe = "Grüße, 世界 🎉";
    write(größe, ": ", readln());
}
