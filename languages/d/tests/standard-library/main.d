import std.algorithm, std.array, std.ascii, std.base64, std.bigint, std.bitmanip, std.compiler, std.complex, std.concurrency,
    std.container, std.conv, std.csv, std.datetime, std.demangle, std.digest.md, std.digest.sha, std.encoding, std.exception,
    std.experimental.allocator, std.experimental.logger, std.file, std.format, std.functional, std.getopt, std.json,
    std.logger, std.math, std.mathspecial, std.meta, std.mmfile, std.net.curl, std.numeric, std.outbuffer, std.parallelism,
    std.path, std.process, std.random, std.range, std.regex, std.signals, std.socket, std.stdint, std.stdio, std.string,
    std.sumtype, std.system, std.traits, std.typecons, std.uni, std.uri, std.utf, std.uuid, std.variant, std.zip, std.zlib;
import core.atomic, core.sync.mutex, core.thread, core.time;

void main()
{
    auto sum = taskPool.reduce!"a + b"(iota(1, 101));
    auto power = BigInt(2) ^^ 100;
    auto packed = cast(string) std.zlib.uncompress(std.zlib.compress("text"));
    auto digest = toHexString(sha256Of("Ada"))[0 .. 8];
    auto all = sum == 5050 && power.to!string.length == 31 && packed == "text" && digest == "99A563AB";
    writeln(all ? "all are there" : "one is missing");
}
