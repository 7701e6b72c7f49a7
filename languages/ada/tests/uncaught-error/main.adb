with Ada.Command_Line;
with Ada.Text_IO; use Ada.Text_IO;

procedure Broken is
   Numbers : array (1 .. 3) of Integer := (others => 0);
   Index   : constant Integer := 4 + Ada.Command_Line.Argument_Count;
begin
   Put_Line (Numbers (Index)'Image);
end Broken;
