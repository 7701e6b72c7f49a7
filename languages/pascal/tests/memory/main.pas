program Hoard;
var
  block: pointer;
begin
  while true do
  begin
    GetMem(block, 1 shl 20);
    FillChar(block^, 1 shl 20, 1);
  end;
end.
