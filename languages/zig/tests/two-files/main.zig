const std = @import("std");
const greeting = @import("greeting.zig");

pub fn main(init: std.process.Init) !void {
    var out = std.Io.File.stdout().writer(init.io, &.{});
    try greeting.greet(&out.interface, "Ada");
}
