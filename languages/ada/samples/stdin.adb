with Ada.Text_IO;         use Ada.Text_IO;
with Ada.Integer_Text_IO; use Ada.Integer_Text_IO;

procedure Greeting is
   Number : Integer;
begin
   Put ("What is your name? ");
   declare
      Name : constant String := Get_Line;
   begin
      Put ("Pick a number: ");
      Get (Number);

      Put ("Hello, " & Name & "! ");
      Put (Number, Width => 0);
      Put (" squared is ");
      Put (Number ** 2, Width => 0);
      Put_Line (".");
   end;
end Greeting;
