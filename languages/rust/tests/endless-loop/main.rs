fn main() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    println!("read {}", line.trim());
    loop {
        std::hint::spin_loop();
    }
}
