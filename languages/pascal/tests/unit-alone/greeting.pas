unit greeting;

interface

procedure Greet;

implementation

procedure Greet;
begin
  WriteLn('hi')
end;

end.
