import std.conv, std.stdio, std.string;

void main()
{
    write("What is your name? ");
    auto name = readln().strip;
    write("Pick a number: ");
    auto number = readln().strip.to!int;

    writefln("Hello, %s! %d squared is %d.", name, number, number ^^ 2);
}
