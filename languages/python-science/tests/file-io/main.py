from pathlib import Path

Path("note.txt").write_text("written and read")
print(Path("note.txt").read_text())
