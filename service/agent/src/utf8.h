/* UTF-8, as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stdint.h>

/* What a byte stands for that begins no character, so that it never equals a character. */
enum { UTF8_BYTE = 0x200000 };

uint32_t utf8_next(const char **at);
bool utf8_valid(const char *text);

#endif
