const std = @import("std");

pub fn main(init: std.process.Init) !void {
    var buffer: [16]u8 = undefined;
    var in = std.Io.File.stdin().reader(init.io, &buffer);
    var out = std.Io.File.stdout().writer(init.io, &.{});
    try out.interface.print("read {s}\n", .{try in.interface.takeDelimiterExclusive('\n')});
    var number: u32 = 0;
    const counter: *volatile u32 = &number;
    while (true) counter.* +%= 1;
}
