program Main;
uses
  Greeting;
begin
  Greet('Ada');
end.
