import std.stdio;

extern (C) ulong crc32(ulong crc, const(char)* bytes, uint length);

void main()
{
    writefln("%x", crc32(0, "sandbox", 7));
}
