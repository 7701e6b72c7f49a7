with Ada.Text_IO; use Ada.Text_IO;

procedure Main is
begin
   Put_Line ("to stdout");
   Put_Line (Standard_Error, "to stderr");
end Main;
