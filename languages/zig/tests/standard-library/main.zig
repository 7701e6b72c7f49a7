const std = @import("std");

pub fn main(init: std.process.Init) !void {
    const gpa = init.arena.allocator();
    var digest: [32]u8 = undefined;
    std.crypto.hash.sha2.Sha256.hash("abc", &digest, .{});
    const checksum = std.hash.Crc32.hash("abc");
    const encoded = try gpa.alloc(u8, std.base64.standard.Encoder.calcSize(5));
    _ = std.base64.standard.Encoder.encode(encoded, "hello");
    const parsed = try std.json.parseFromSliceLeaky(struct { answer: u8 }, gpa, "{\"answer\": 42}", .{});
    var names: std.StringHashMapUnmanaged(u8) = .empty;
    try names.put(gpa, "ada", 1);
    var list: std.ArrayList(i32) = .empty;
    try list.appendSlice(gpa, &.{ 3, 1, 2 });
    std.mem.sort(i32, list.items, {}, std.sort.desc(i32));
    const uri = try std.Uri.parse("https://example.org/path");
    const version = try std.SemanticVersion.parse("1.2.3");
    var out = std.Io.File.stdout().writer(init.io, &.{});
    try out.interface.print("{x} {x} {s} {d} {} {d} {s} {d}.{d}.{d} {s}\n", .{
        digest[0..4],      checksum,      encoded,       parsed.answer,
        names.contains("ada"), list.items[0], uri.path.percent_encoded, version.major,
        version.minor,     version.patch, "gr\u{fc}\u{df}e",
    });
}
