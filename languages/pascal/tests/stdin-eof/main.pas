program Total;
var
  number, sum: integer;
begin
  sum := 0;
  while not SeekEof do
  begin
    Read(number);
    sum := sum + number;
  end;
  WriteLn(sum);
end.
