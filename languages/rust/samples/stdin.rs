use std::io::{self, Write};

fn ask(question: &str) -> String {
    print!("{question}");
    io::stdout().flush().unwrap();
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).unwrap();
    answer.trim().to_string()
}

fn main() {
    let name = ask("What is your name? ");
    let number: i32 = ask("Pick a number: ").parse().unwrap();

    println!("Hello, {name}! {number} squared is {}.", number * number);
}
