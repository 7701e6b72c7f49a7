program Leave;
begin
  WriteLn('leaving');
  Halt(3);
end.
