/* Files below the work directory. */
#ifndef FILES_H
#define FILES_H

#include <sys/stat.h>

#include "frames.h"
#include "protocol.h"

enum { FILE_MESSAGE = 512 };

bool path_allowed(const char *path, size_t length);
int file_open(int work, const char *at, struct stat *status);
bool file_shaped(struct reader payload);
enum failure file_write(int work, struct reader payload, char message[FILE_MESSAGE]);

#endif
