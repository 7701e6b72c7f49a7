fn main() {
    let numbers: Vec<i32> = Vec::new();
    let index = std::env::args().count() + 2;
    println!("{}", numbers[index]);
}
