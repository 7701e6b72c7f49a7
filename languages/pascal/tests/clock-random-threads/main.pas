program Concurrent;
{$mode objfpc}
uses
  CThreads, Classes, SysUtils;
type
  TEcho = class(TThread)
  public
    Number: integer;
    procedure Execute; override;
  end;
var
  threads: array[1..3] of TEcho;
  i: integer;
  sum: integer = 0;

procedure TEcho.Execute;
begin
  InterlockedExchangeAdd(sum, Number);
end;

begin
  Randomize;
  if (Now < EncodeDate(2024, 1, 1)) or (Random(MaxInt) = Random(MaxInt)) then
    Halt(1);

  for i := 1 to 3 do
  begin
    threads[i] := TEcho.Create(true);
    threads[i].Number := i;
    threads[i].Start;
  end;
  for i := 1 to 3 do
    threads[i].WaitFor;
  WriteLn('clock random ', sum);
end.
