with Ada.Calendar.Arithmetic, Ada.Calendar.Formatting, Ada.Calendar.Time_Zones;
with Ada.Characters.Conversions, Ada.Characters.Handling, Ada.Characters.Latin_1;
with Ada.Command_Line, Ada.Directories, Ada.Environment_Variables, Ada.Exceptions, Ada.Finalization, Ada.Locales;
with Ada.Containers.Bounded_Vectors, Ada.Containers.Doubly_Linked_Lists, Ada.Containers.Generic_Array_Sort;
with Ada.Containers.Hashed_Maps, Ada.Containers.Hashed_Sets, Ada.Containers.Indefinite_Vectors;
with Ada.Containers.Multiway_Trees, Ada.Containers.Ordered_Maps, Ada.Containers.Ordered_Sets, Ada.Containers.Vectors;
with Ada.Containers.Unbounded_Synchronized_Queues;
with Ada.Numerics.Complex_Arrays, Ada.Numerics.Complex_Elementary_Functions, Ada.Numerics.Discrete_Random;
with Ada.Numerics.Elementary_Functions, Ada.Numerics.Float_Random, Ada.Numerics.Real_Arrays;
with Ada.Direct_IO, Ada.Sequential_IO, Ada.Storage_IO, Ada.Streams.Stream_IO, Ada.Float_Text_IO, Ada.Integer_Text_IO;
with Ada.Text_IO.Bounded_IO, Ada.Text_IO.Editing, Ada.Text_IO.Unbounded_IO, Ada.Wide_Text_IO, Ada.Wide_Wide_Text_IO;
with Ada.Strings.Bounded, Ada.Strings.Fixed, Ada.Strings.Hash, Ada.Strings.Maps.Constants, Ada.Strings.Unbounded;
with Ada.Strings.UTF_Encoding.Strings, Ada.Strings.Wide_Unbounded;
with Ada.Real_Time, Ada.Synchronous_Task_Control, Ada.Task_Attributes, Ada.Task_Identification, Ada.Dispatching;
with Ada.Tags, Ada.Unchecked_Conversion, Ada.Unchecked_Deallocation, Interfaces.C.Strings, Interfaces.Fortran;
with System.Address_To_Access_Conversions, System.Storage_Elements;
with GNAT.Calendar, GNAT.Directory_Operations, GNAT.MD5, GNAT.OS_Lib, GNAT.Regpat, GNAT.SHA256, GNAT.Sockets, GNAT.Strings;

procedure Main is
   use Ada.Strings.Unbounded;
   Text : Unbounded_String := To_Unbounded_String ("all are");
begin
   Append (Text, " there");
   if GNAT.SHA256.Digest ("Ada") (1 .. 8) = "99a563ab" and then GNAT.Regpat.Match ("a.a", "ada") = 1 then
      Ada.Text_IO.Put_Line (To_String (Text));
   end if;
end Main;
