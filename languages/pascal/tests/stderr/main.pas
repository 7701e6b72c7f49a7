program Outputs;
begin
  WriteLn('to stdout');
  WriteLn(StdErr, 'to stderr');
end.
