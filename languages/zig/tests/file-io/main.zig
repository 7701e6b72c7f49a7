const std = @import("std");

pub fn main(init: std.process.Init) !void {
    const folder = std.Io.Dir.cwd();
    try folder.writeFile(init.io, .{ .sub_path = "note.txt", .data = "written and read\n" });
    const text = try folder.readFileAlloc(init.io, "note.txt", init.arena.allocator(), .limited(1024));
    try std.Io.File.stdout().writeStreamingAll(init.io, text);
}
