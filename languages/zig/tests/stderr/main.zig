const std = @import("std");

pub fn main() !void {
    try std.io.getStdOut().writeAll("to stdout\n");
    try std.io.getStdErr().writeAll("to stderr\n");
}
