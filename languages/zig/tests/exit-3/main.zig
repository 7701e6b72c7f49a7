const std = @import("std");

pub fn main() !void {
    try std.io.getStdOut().writeAll("leaving\n");
    std.process.exit(3);
}
