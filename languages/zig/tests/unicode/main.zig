const std = @import("std");

pub fn main(init: std.process.Init) !void {
    const greeting = "Grüße, 世界 🎉";
    var buffer: [64]u8 = undefined;
    var in = std.Io.File.stdin().reader(init.io, &buffer);
    var out = std.Io.File.stdout().writer(init.io, &.{});
    try out.interface.print("{s}: {s}\n", .{ greeting, try in.interface.takeDelimiterExclusive('\n') });
}
