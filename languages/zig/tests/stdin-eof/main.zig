const std = @import("std");

pub fn main(init: std.process.Init) !void {
    var in = std.Io.File.stdin().reader(init.io, &.{});
    const text = try in.interface.allocRemaining(init.gpa, .limited(1 << 20));
    defer init.gpa.free(text);
    var sum: i32 = 0;
    var lines = std.mem.tokenizeScalar(u8, text, '\n');
    while (lines.next()) |line| sum += try std.fmt.parseInt(i32, line, 10);
    var out = std.Io.File.stdout().writer(init.io, &.{});
    try out.interface.print("{d}\n", .{sum});
}
