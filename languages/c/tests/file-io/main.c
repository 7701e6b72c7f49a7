#include <stdio.h>

int main(void) {
    char text[40];
    FILE *note = fopen("note.txt", "w+");
    if (note == NULL) return 1;
    fputs("written and read", note);
    rewind(note);
    puts(fgets(text, sizeof text, note));
    fclose(note);
}
