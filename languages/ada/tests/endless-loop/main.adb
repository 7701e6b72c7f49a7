with Ada.Text_IO; use Ada.Text_IO;

procedure Main is
   Turns : Integer := 0 with Volatile;
begin
   Put_Line ("read " & Get_Line);
   loop
      Turns := 1 - Turns;
   end loop;
end Main;
