pub fn greet(out: anytype, name: []const u8) !void {
    try out.print("Hello, {s}!\n", .{name});
}
