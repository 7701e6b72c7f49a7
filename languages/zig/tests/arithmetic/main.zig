const std = @import("std");

pub fn main(init: std.process.Init) !void {
    var out = std.Io.File.stdout().writer(init.io, &.{});
    const trillion: i64 = 1_000_000_000_000;
    const most: i64 = std.math.maxInt(i64);
    var tenth: f64 = 0.1;
    _ = &tenth;
    try out.interface.print("{d}\n", .{@as(i128, trillion) * trillion});
    try out.interface.print("{d}\n", .{@as(u128, 1) << 100});
    try out.interface.print("{d}\n", .{@as(i128, most) + 1});
    try out.interface.print("{d}\n", .{tenth + 0.2});
    try out.interface.print("{d}\n", .{trillion *% trillion});
    try out.interface.print("{d}\n", .{most +% 1});
    try out.interface.print("{d} {d} {d}\n", .{ @divTrunc(7, 2), @rem(-7, 3), @mod(-8, 7) });
}
