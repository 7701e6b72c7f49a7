with Ada.Command_Line; use Ada.Command_Line;
with Ada.Text_IO;      use Ada.Text_IO;

procedure Main is
begin
   Put_Line ("leaving");
   Set_Exit_Status (3);
end Main;
