const std = @import("std");

pub fn main() !void {
    const args = try std.process.argsAlloc(std.heap.page_allocator);
    for (args[1..]) |arg| try std.io.getStdOut().writer().print("{s}\n", .{arg});
}
