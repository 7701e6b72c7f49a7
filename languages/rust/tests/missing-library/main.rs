use rand::Rng;

fn main() {}
