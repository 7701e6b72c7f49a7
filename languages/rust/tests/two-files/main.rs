mod greeting;

fn main() {
    println!("{}", greeting::greet("Ada"));
}
