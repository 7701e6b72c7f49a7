/* Files the host sends, written below the work directory. */
#ifndef FILES_H
#define FILES_H

#include "frames.h"
#include "protocol.h"

enum { FILE_MESSAGE = 512 };

enum failure file_write(int work, struct reader payload, char message[FILE_MESSAGE]);

#endif
