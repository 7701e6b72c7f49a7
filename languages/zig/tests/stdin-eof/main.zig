const std = @import("std");

pub fn main() !void {
    const text = try std.io.getStdIn().readToEndAlloc(std.heap.page_allocator, 1 << 20);
    var sum: i32 = 0;
    var lines = std.mem.tokenizeScalar(u8, text, '\n');
    while (lines.next()) |line| sum += try std.fmt.parseInt(i32, line, 10);
    try std.io.getStdOut().writer().print("{d}\n", .{sum});
}
