const std = @import("std");

pub fn greet(out: *std.Io.Writer, name: []const u8) !void {
    try out.print("Hello, {s}!\n", .{name});
}
