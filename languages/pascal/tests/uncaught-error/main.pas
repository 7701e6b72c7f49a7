program Broken;
var
  zero: integer;
begin
  zero := ParamCount;
  WriteLn(7 div zero);
end.
