/*
 * ld, as the compiler calls it: mold, which takes a tenth of the time. Where mold fails, has something to say, or would be
 * silent about what GNU's linker warns of, GNU's linker does it all again, so that people read the words they know.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define WARNINGS "/usr/local/lib/sandrun/ld-warnings"
#define MAX_WARNINGS 128
#define MAX_ARGUMENTS 4096

/* What is printed, or asks for a script of GNU's: each as it begins, or, where it ends in a line feed, as a whole. */
static const char *const OF_GNU[] = {"-static\n", "-r\n", "-T", "--script", "-Map", "-M\n", "--print-map", "--trace", "-t\n",
                                     "--verbose", "--version", "-v\n", "-V\n", "--cref", "-y", "--help", "@"};

static void gnu(char **argv)
{
    argv[0] = "/usr/bin/ld";
    execv(argv[0], argv);
    perror(argv[0]);
    exit(1);
}

static bool is_of_gnu(const char *word)
{
    for (size_t i = 0; i < sizeof OF_GNU / sizeof *OF_GNU; i++) {
        size_t length = strcspn(OF_GNU[i], "\n");
        if (strncmp(word, OF_GNU[i], length) == 0 && (OF_GNU[i][length] == '\0' || word[length] == '\0')) return true;
    }
    return false;
}

struct names {
    char *all[MAX_WARNINGS];
    size_t lengths[MAX_WARNINGS];
    size_t count;
};

/* The names of functions, a line each. */
static void read_names(struct names *names)
{
    FILE *file = fopen(WARNINGS, "re");
    if (file == NULL) return;
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while (names->count < MAX_WARNINGS && (length = getline(&line, &room, file)) > 1) {
        line[length - 1] = '\0';
        names->all[names->count] = strdup(line);
        /* With its end: a string of an object's table of names. */
        names->lengths[names->count++] = (size_t)length;
    }
    free(line);
    fclose(file);
}

static bool names_one(const char *object, const struct names *names)
{
    int file = open(object, O_RDONLY | O_CLOEXEC);
    struct stat facts;
    if (file < 0 || fstat(file, &facts) < 0 || facts.st_size == 0) return false;
    size_t size = (size_t)facts.st_size;
    char *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    close(file);
    if (bytes == MAP_FAILED) return true;
    bool found = false;
    for (size_t i = 0; i < names->count && !found; i++)
        found = memmem(bytes, size, names->all[i], names->lengths[i]) != NULL;
    munmap(bytes, size);
    return found;
}

/* Whether mold did it, and had nothing to say. */
static bool mold(int argc, char **argv)
{
    static char *arguments[MAX_ARGUMENTS];
    size_t count = 0;
    arguments[count++] = "mold";
    /* What is left behind to clear its memory away would outlive the compiler. */
    arguments[count++] = "--no-fork";
    arguments[count++] = "--thread-count=2";
    memcpy(arguments + count, argv + 1, (size_t)(argc - 1) * sizeof *argv);
    int said[2];
    if (pipe2(said, O_CLOEXEC) < 0) return false;
    pid_t child = vfork();
    if (child == 0) {
        dup2(said[1], 1);
        dup2(said[1], 2);
        execv("/usr/bin/mold", arguments);
        _exit(127);
    }
    close(said[1]);
    char byte;
    bool silent = child > 0 && read(said[0], &byte, 1) == 0;
    close(said[0]);
    int status;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0 && silent;
}

int main(int argc, char **argv)
{
    struct names names = {.count = 0};
    read_names(&names);
    if (names.count == 0 || argc > MAX_ARGUMENTS - 4) gnu(argv);
    for (int i = 1; i < argc; i++) {
        size_t length = strlen(argv[i]);
        if (is_of_gnu(argv[i])) gnu(argv);
        if (length > 2 && strcmp(argv[i] + length - 2, ".o") == 0 && names_one(argv[i], &names)) gnu(argv);
    }
    if (mold(argc, argv)) return 0;
    gnu(argv);
}
