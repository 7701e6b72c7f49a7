program Notes;
var
  note: Text;
  line: string;
begin
  Assign(note, 'note.txt');
  Rewrite(note);
  WriteLn(note, 'written and read');
  Close(note);

  Reset(note);
  ReadLn(note, line);
  Close(note);
  WriteLn(line);
end.
