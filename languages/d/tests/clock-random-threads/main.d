import core.atomic, core.thread, std.datetime, std.random, std.stdio;

shared int sum;

void main()
{
    assert(Clock.currTime.year >= 2024);
    assert(uniform!ulong != uniform!ulong);

    auto group = new ThreadGroup;
    foreach (number; 1 .. 4)
        (int part) { group.create({ sum.atomicOp!"+="(part); }); }(number);
    group.joinAll;
    writeln("clock random ", sum);
}
