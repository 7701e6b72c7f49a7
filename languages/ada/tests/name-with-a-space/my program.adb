with Ada.Text_IO;

procedure My_Program is
begin
   Ada.Text_IO.Put_Line ("fine");
end My_Program;
