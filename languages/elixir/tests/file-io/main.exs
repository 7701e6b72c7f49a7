File.write!("note.txt", "written and read")
IO.puts(File.read!("note.txt"))
