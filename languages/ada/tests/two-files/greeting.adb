with Ada.Text_IO; use Ada.Text_IO;

package body Greeting is
   procedure Greet (Name : String) is
   begin
      Put_Line ("Hello, " & Name & "!");
   end Greet;
end Greeting;
