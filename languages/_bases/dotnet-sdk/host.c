/*
 * Starts a program of .NET: `dotnet main.dll [arguments]`. What the SDK's command of that name does besides, such as
 * looking for a framework that fits, is settled here: there is one, and no JSON is read before a program starts.
 *
 * Hosting: https://github.com/dotnet/runtime/blob/main/src/coreclr/hosts/inc/coreclrhost.h
 */
#include <dirent.h>
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef RUNTIME_IDENTIFIER
#error "RUNTIME_IDENTIFIER: linux-x64 or the like"
#endif

#define ROOT "/usr/lib/dotnet"
#define FRAMEWORK ROOT "/framework"
/* What a pack adds for its programs. */
#define LIBRARIES ROOT "/libraries"

/* As the SDK's command says that it can't start what it was asked to. */
#define EXIT_NOT_STARTED 131

/*
 * What a program may still be given otherwise. No debugger comes, so no socket for one is made in /tmp; machine code that
 * is mapped twice, to be written and to be executed, takes a tenth of a start and guards nothing that the sandbox does not.
 */
static const char *const DEFAULTS[][2] = {
    {"DOTNET_EnableDiagnostics", "0"},
    {"DOTNET_EnableWriteXorExecute", "0"},
};

typedef int (*initialize_t)(const char *, const char *, int, const char **, const char **, void **, unsigned *);
typedef int (*execute_t)(void *, unsigned, int, const char **, const char *, unsigned *);
typedef int (*shutdown_t)(void *, unsigned, int *);

static void fail(const char *what, const char *why) {
  fprintf(stderr, "dotnet: %s: %s\n", what, why);
  exit(EXIT_NOT_STARTED);
}

/* Appends the paths of a folder's assemblies, each followed by a colon. */
static void add_assemblies(FILE *list, const char *folder) {
  DIR *entries = opendir(folder);
  if (entries == NULL) return;
  for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
    size_t length = strlen(entry->d_name);
    if (length > 4 && strcmp(entry->d_name + length - 4, ".dll") == 0) fprintf(list, "%s/%s:", folder, entry->d_name);
  }
  closedir(entries);
}

/* The amount that the cgroup lets this sandbox use, in bytes; 0 where none is said. */
static unsigned long long memory_limit(void) {
  static const char *const files[] = {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    FILE *file = fopen(files[i], "re");
    if (file == NULL) continue;
    unsigned long long bytes = 0;
    int found = fscanf(file, "%llu", &bytes);
    fclose(file);
    /* Version 1 says "none" by a number near the largest. */
    if (found == 1 && bytes < (1ULL << 50)) return bytes;
  }
  return 0;
}

static void *symbol(void *library, const char *name) {
  void *address = dlsym(library, name);
  if (address == NULL) fail("libcoreclr.so", dlerror());
  return address;
}

int main(int argc, char **argv) {
  char program[PATH_MAX];
  if (argc < 2) fail("no program", "dotnet main.dll [arguments]");
  if (realpath(argv[1], program) == NULL) {
    perror(argv[1]);
    return EXIT_NOT_STARTED;
  }
  char folder[PATH_MAX + 1];
  strcpy(folder, program);
  strrchr(folder, '/')[1] = '\0';

  for (size_t i = 0; i < sizeof DEFAULTS / sizeof *DEFAULTS; i++) setenv(DEFAULTS[i][0], DEFAULTS[i][1], 0);

  char *assemblies = NULL;
  size_t size = 0;
  FILE *list = open_memstream(&assemblies, &size);
  if (list == NULL) fail("memory", "none is left");
  add_assemblies(list, FRAMEWORK);
  add_assemblies(list, LIBRARIES);
  fclose(list);

  char heap[32];
  snprintf(heap, sizeof heap, "0x%llx", memory_limit() / 100 * HEAP_PERCENT);

  const char *keys[] = {
      "TRUSTED_PLATFORM_ASSEMBLIES", "NATIVE_DLL_SEARCH_DIRECTORIES", "APP_PATHS",
      "APP_CONTEXT_BASE_DIRECTORY",  "RUNTIME_IDENTIFIER",            "System.GC.Server",
      "System.GC.Concurrent",        "System.GC.HeapHardLimit",
  };
  const char *values[] = {
      assemblies, FRAMEWORK "/:" LIBRARIES "/", folder, folder, RUNTIME_IDENTIFIER, "false", "false", heap,
  };
  /* The last key is the limit: without one in the cgroup the runtime's own way of finding it applies. */
  int count = (int)(sizeof keys / sizeof *keys) - (strcmp(heap, "0x0") == 0);

  void *runtime = dlopen(FRAMEWORK "/libcoreclr.so", RTLD_NOW | RTLD_LOCAL);
  if (runtime == NULL) fail("libcoreclr.so", dlerror());
  initialize_t initialize = (initialize_t)symbol(runtime, "coreclr_initialize");
  execute_t execute = (execute_t)symbol(runtime, "coreclr_execute_assembly");
  shutdown_t shutdown = (shutdown_t)symbol(runtime, "coreclr_shutdown_2");

  void *host = NULL;
  unsigned domain = 0;
  int result = initialize(program, "sandrun", count, keys, values, &host, &domain);
  if (result < 0) {
    fprintf(stderr, "dotnet: the runtime does not start (0x%08x): more memory may help\n", (unsigned)result);
    return EXIT_NOT_STARTED;
  }
  unsigned exit_code = EXIT_NOT_STARTED;
  result = execute(host, domain, argc - 2, (const char **)argv + 2, program, &exit_code);
  if (result < 0) {
    fprintf(stderr, "dotnet: %s can't be started (0x%08x)\n", argv[1], (unsigned)result);
    exit_code = EXIT_NOT_STARTED;
  }
  int latched = (int)exit_code;
  shutdown(host, domain, &latched);
  return latched;
}
