with Ada.Calendar; use Ada.Calendar;
with Ada.Numerics.Float_Random; use Ada.Numerics.Float_Random;
with Ada.Text_IO; use Ada.Text_IO;

procedure Main is
   protected Total is
      procedure Add (Number : Integer);
      function Value return Integer;
   private
      Sum : Integer := 0;
   end Total;

   protected body Total is
      procedure Add (Number : Integer) is
      begin
         Sum := Sum + Number;
      end Add;

      function Value return Integer is (Sum);
   end Total;

   task type Echo (Number : Integer);

   task body Echo is
   begin
      Total.Add (Number);
   end Echo;

   Seed : Generator;
begin
   Reset (Seed);
   if Year (Clock) < 2024 or else Random (Seed) = Random (Seed) then
      raise Program_Error;
   end if;

   declare
      One   : Echo (1);
      Two   : Echo (2);
      Three : Echo (3);
   begin
      null;
   end;
   Put_Line ("clock random" & Total.Value'Image);
end Main;
