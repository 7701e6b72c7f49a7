const std = @import("std");

pub fn main() !void {
    const folder = std.fs.cwd();
    try folder.writeFile(.{ .sub_path = "note.txt", .data = "written and read" });
    const text = try folder.readFileAlloc(std.heap.page_allocator, "note.txt", 1024);
    try std.io.getStdOut().writer().print("{s}\n", .{text});
}
