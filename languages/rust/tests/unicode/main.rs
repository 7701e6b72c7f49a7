use std::io;

fn main() {
    let größe = "Grüße, 世界 🎉";
    let mut line = String::new();
    io::stdin().read_line(&mut line).unwrap();
    print!("{größe}: {line}");
}
