program Endless;
var
  line: string;
begin
  ReadLn(line);
  WriteLn('read ', line);
  while true do;
end.
