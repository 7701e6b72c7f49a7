/* UTF-8 according to RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stdint.h>

/* Stands for an invalid byte, so that it never equals a character. */
enum { UTF8_BYTE = 0x200000 };

uint32_t utf8_next(const char **at);
bool utf8_valid(const char *text);

#endif
