fn main() {
    let trillion = 1_000_000_000_000_i64;
    println!("{}", trillion as i128 * trillion as i128);
    println!("{}", 2_i128.pow(100));
    println!("{}", i64::MAX as i128 + 1);
    println!("{}", 0.1 + 0.2);
    println!("{} {:?}", trillion.wrapping_mul(trillion), trillion.checked_mul(trillion));
    println!("{} {}", 7 / 2, -7 % 3);
}
