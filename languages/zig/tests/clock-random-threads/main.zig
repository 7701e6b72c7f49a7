const std = @import("std");

var sum = std.atomic.Value(u32).init(0);

fn add(number: u32) void {
    _ = sum.fetchAdd(number, .monotonic);
}

pub fn main() !void {
    const random = std.crypto.random;
    if (std.time.timestamp() < 1_700_000_000 or random.int(u64) == random.int(u64)) std.process.exit(1);

    var threads: [3]std.Thread = undefined;
    for (&threads, 1..) |*thread, number| thread.* = try std.Thread.spawn(.{}, add, .{@as(u32, @intCast(number))});
    for (threads) |thread| thread.join();
    try std.io.getStdOut().writer().print("clock random {d}\n", .{sum.load(.monotonic)});
}
