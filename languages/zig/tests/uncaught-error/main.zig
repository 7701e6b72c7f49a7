const std = @import("std");

pub fn main(init: std.process.Init) !void {
    const args = try init.minimal.args.toSlice(init.arena.allocator());
    const numbers = [_]i32{ 1, 2, 3 };
    const number = numbers[args.len + 2];
    std.debug.print("{d}\n", .{number});
}
