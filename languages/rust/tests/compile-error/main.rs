fn main() {
    let number = 7;
    println!("{}", missing + number);
}
