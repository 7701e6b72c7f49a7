const std = @import("std");

pub fn main(init: std.process.Init) !void {
    const out = std.Io.File.stdout();
    const args = try init.minimal.args.toSlice(init.arena.allocator());
    for (args[1..]) |arg| {
        try out.writeStreamingAll(init.io, arg);
        try out.writeStreamingAll(init.io, "\n");
    }
}
