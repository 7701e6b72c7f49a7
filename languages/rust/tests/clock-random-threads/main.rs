use std::hash::{BuildHasher, RandomState};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

fn main() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    assert!(now.as_secs() > 1_700_000_000);
    assert_ne!(RandomState::new().hash_one(1), RandomState::new().hash_one(1));

    let threads: Vec<_> = (1..=3).map(|number| thread::spawn(move || number)).collect();
    let sum: i32 = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    println!("clock random {sum}");
}
