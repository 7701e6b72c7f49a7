with Ada.Numerics.Big_Numbers.Big_Integers; use Ada.Numerics.Big_Numbers.Big_Integers;
with Ada.Text_IO; use Ada.Text_IO;

procedure Main is
   Trillion : constant Big_Integer := From_String ("1000000000000");
   Most     : Long_Long_Integer := Long_Long_Integer'Last with Volatile;
begin
   Put_Line (To_String (Trillion * Trillion));
   Put_Line (To_String (To_Big_Integer (2) ** 100));
   begin
      Most := Most + 1;
      Put_Line (Most'Image);
   exception
      when Constraint_Error => Put_Line ("overflow");
   end;
   Put_Line (Integer'Image (7 / 2) & Integer'Image ((-7) mod 3));
end Main;
