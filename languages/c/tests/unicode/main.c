#include <stdio.h>

int main(void) {
    const char *größe = "Grüße, 世界 🎉";
    char line[100];
    if (fgets(line, sizeof line, stdin) != NULL) printf("%s: %s", größe, line);
}
