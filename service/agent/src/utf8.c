#include "utf8.h"

#include <stddef.h>

static bool continues(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

/* The bytes of the character that begins with `first`, or 0 if none does. */
static size_t length_of(uint8_t first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return 2;
    if ((first & 0xf0) == 0xe0)
        return 3;
    return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

/* Reads one character, or one invalid byte: UTF8_BYTE plus its value. Stays at the end of the text. */
uint32_t utf8_next(const char **at)
{
    static const uint32_t LEAST[] = {0, 0, 0x80, 0x800, 0x10000};
    const uint8_t *bytes = (const uint8_t *)*at;
    if (bytes[0] == 0)
        return 0;
    size_t length = length_of(bytes[0]), seen = 1;
    uint32_t point = length < 2 ? bytes[0] : bytes[0] & (0x7fU >> length);
    while (seen < length && continues(bytes[seen])) /* the final NUL is not a continuation */
        point = point << 6 | (bytes[seen++] & 0x3fU);
    bool valid = length > 0 && seen == length && point >= LEAST[length] && point <= 0x10ffff
        && !(point >= 0xd800 && point <= 0xdfff);
    *at += valid ? length : 1;
    return valid ? point : (uint32_t)UTF8_BYTE + bytes[0];
}

bool utf8_valid(const char *text)
{
    while (*text != 0)
        if (utf8_next(&text) >= UTF8_BYTE)
            return false;
    return true;
}
