const std = @import("std");

var sum = std.atomic.Value(u32).init(0);

fn add(number: u32) void {
    _ = sum.fetchAdd(number, .monotonic);
}

pub fn main(init: std.process.Init) !void {
    const io = init.io;
    var random: [2]u64 = undefined;
    io.random(std.mem.asBytes(&random));
    const now = std.Io.Clock.real.now(io);
    if (now.toSeconds() < 1_700_000_000 or random[0] == random[1]) std.process.exit(1);

    var threads: [3]std.Thread = undefined;
    for (&threads, 1..) |*thread, number| thread.* = try std.Thread.spawn(.{}, add, .{@as(u32, @intCast(number))});
    for (threads) |thread| thread.join();
    var out = std.Io.File.stdout().writer(io, &.{});
    try out.interface.print("clock random {d}\n", .{sum.load(.monotonic)});
}
