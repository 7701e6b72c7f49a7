program Arithmetic;
var
  trillion, most: Int64;
  all: QWord;
begin
  trillion := 1000000000000;
  most := High(Int64);
  all := High(QWord);
  WriteLn(trillion * trillion);
  WriteLn(most + 1);
  WriteLn(all);
  WriteLn(0.1 + 0.2: 0: 17);
  WriteLn(7 div 2, ' ', -7 mod 3);
end.
