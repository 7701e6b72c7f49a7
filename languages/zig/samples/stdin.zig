const std = @import("std");

pub fn main() !void {
    const in = std.io.getStdIn().reader();
    const out = std.io.getStdOut().writer();
    var name_buffer: [64]u8 = undefined;
    var number_buffer: [64]u8 = undefined;

    try out.writeAll("What is your name? ");
    const name = try in.readUntilDelimiter(&name_buffer, '\n');
    try out.writeAll("Pick a number: ");
    const number = try std.fmt.parseInt(i32, try in.readUntilDelimiter(&number_buffer, '\n'), 10);

    try out.print("Hello, {s}! {d} squared is {d}.\n", .{ name, number, number * number });
}
