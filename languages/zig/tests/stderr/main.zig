const std = @import("std");

pub fn main(init: std.process.Init) !void {
    try std.Io.File.stdout().writeStreamingAll(init.io, "to stdout\n");
    try std.Io.File.stderr().writeStreamingAll(init.io, "to stderr\n");
}
