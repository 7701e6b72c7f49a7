with Greeting;

procedure Main is
begin
   Greeting.Greet ("Ada");
end Main;
