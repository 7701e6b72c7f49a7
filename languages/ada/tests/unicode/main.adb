with Ada.Text_IO; use Ada.Text_IO;

procedure Main is
begin
   Put_Line ("Grüße, 世界 🎉: " & Get_Line);
end Main;
