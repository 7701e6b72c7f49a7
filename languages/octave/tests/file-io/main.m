file = fopen("note.txt", "w");
fputs(file, "written and read");
fclose(file);
disp(fileread("note.txt"))
