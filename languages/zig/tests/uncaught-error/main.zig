const std = @import("std");

pub fn main() !void {
    const args = try std.process.argsAlloc(std.heap.page_allocator);
    const numbers = [_]i32{ 1, 2, 3 };
    const number = numbers[args.len + 2];
    try std.io.getStdOut().writer().print("{d}\n", .{number});
}
