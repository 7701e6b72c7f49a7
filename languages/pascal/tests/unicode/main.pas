program Greeting;
var
  line: string;
begin
  ReadLn(line);
  WriteLn('Grüße, 世界 🎉', ': ', line);
end.
