const std = @import("std");

pub fn main(init: std.process.Init) !void {
    var buffer: [256]u8 = undefined;
    var stdin = std.Io.File.stdin().reader(init.io, &buffer);
    var stdout = std.Io.File.stdout().writer(init.io, &.{});
    const in = &stdin.interface;
    const out = &stdout.interface;
    const arena = init.arena.allocator();

    try out.writeAll("What is your name? ");
    const name = try arena.dupe(u8, try in.takeDelimiter('\n') orelse "");
    try out.writeAll("Pick a number: ");
    const number = try std.fmt.parseInt(i32, try in.takeDelimiter('\n') orelse "", 10);

    try out.print("Hello, {s}! {d} squared is {d}.\n", .{ name, number, number * number });
}
