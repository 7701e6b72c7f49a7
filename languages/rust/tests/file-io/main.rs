use std::fs;

fn main() -> std::io::Result<()> {
    fs::write("note.txt", "written and read")?;
    println!("{}", fs::read_to_string("note.txt")?);
    Ok(())
}
