pub fn main() void {
    var number: u32 = 0;
    const counter: *volatile u32 = &number;
    while (true) counter.* +%= 1;
}
