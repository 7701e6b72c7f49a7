const std = @import("std");

pub fn main() !void {
    var buffer: [16]u8 = undefined;
    const line = try std.io.getStdIn().reader().readUntilDelimiter(&buffer, '\n');
    try std.io.getStdOut().writer().print("read {s}\n", .{line});
    var number: u32 = 0;
    const counter: *volatile u32 = &number;
    while (true) counter.* +%= 1;
}
