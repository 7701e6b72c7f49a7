const std = @import("std");

pub fn main() !void {
    const greeting = "Grüße, 世界 🎉";
    var buffer: [64]u8 = undefined;
    const line = try std.io.getStdIn().reader().readUntilDelimiter(&buffer, '\n');
    try std.io.getStdOut().writer().print("{s}: {s}\n", .{ greeting, line });
}
