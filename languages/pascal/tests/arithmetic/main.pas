program Arithmetic;
var
  trillion, most: Int64;
  all: QWord;
  tenth, fifth: Double;
begin
  trillion := 1000000000000;
  most := High(Int64);
  all := High(QWord);
  WriteLn(trillion * trillion);
  WriteLn(most + 1);
  WriteLn(all);
  tenth := 0.1;
  fifth := 0.2;
  WriteLn(tenth + fifth: 0: 17);
  WriteLn(7 div 2, ' ', -7 mod 3);
end.
