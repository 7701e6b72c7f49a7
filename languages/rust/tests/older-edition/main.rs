fn main() {
    // A word of the language since the edition of 2024.
    let gen = 42;
    println!("{gen}");
}
