with Ada.Text_IO; use Ada.Text_IO;

procedure Main is
   Note : File_Type;
begin
   Create (Note, Out_File, "note.txt");
   Put_Line (Note, "written and read");
   Close (Note);

   Open (Note, In_File, "note.txt");
   Put_Line (Get_Line (Note));
   Close (Note);
end Main;
