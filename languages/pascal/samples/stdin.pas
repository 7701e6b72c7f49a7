program Greeting;
var
  name: string;
  number: integer;
begin
  Write('What is your name? ');
  ReadLn(name);
  Write('Pick a number: ');
  ReadLn(number);

  WriteLn('Hello, ', name, '! ', number, ' squared is ', number * number, '.');
end.
