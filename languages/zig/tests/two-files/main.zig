const std = @import("std");
const greeting = @import("greeting.zig");

pub fn main() !void {
    try greeting.greet(std.io.getStdOut().writer(), "Ada");
}
