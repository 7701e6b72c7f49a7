program Broken;
begin
  WriteLn(1);
  WriteLn(missing);
end.
