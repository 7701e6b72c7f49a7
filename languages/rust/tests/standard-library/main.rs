use std::alloc::Layout;
use std::collections::{BTreeMap, BinaryHeap, HashMap, HashSet, VecDeque};
use std::io::{Cursor, Read};
use std::sync::{mpsc, Arc, Barrier, Condvar, LazyLock, Mutex, OnceLock, RwLock, atomic::AtomicUsize};
use std::{any, array, ascii, borrow, cell, char, cmp, env, error, ffi, fmt, fs, future, hash, hint, iter, marker, mem, net, num, ops};
use std::{option, os, panic, path, pin, primitive, process, ptr, rc, result, slice, str, string, task, thread, time, vec};

static SUM: LazyLock<u32> = LazyLock::new(|| (1..=100).sum());

fn main() {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(*SUM).unwrap()).join().unwrap();
    let mut text = String::new();
    Cursor::new("ada").read_to_string(&mut text).unwrap();
    let map: BTreeMap<_, _> = HashMap::from([(1, VecDeque::from([2]))]).into_iter().collect();
    let all = receiver.recv() == Ok(5050) && text == "ada" && map[&1][0] == 2 && path::Path::new("/work").exists();
    println!("{}", if all { "all are there" } else { "one is missing" });
}
