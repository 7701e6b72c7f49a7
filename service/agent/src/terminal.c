#include "terminal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* The characters of a line that the kernel keeps besides its end (N_TTY_BUF_SIZE - 1; termios(3), "Canonical mode"). */
enum { LONGEST_LINE = 4095 };

/* A terminal's usual settings, and UTF-8, so that erase removes a whole character (termios(3)). */
static bool make_usual(int slave)
{
    struct termios mode;
    if (tcgetattr(slave, &mode) != 0)
        return false;
    mode.c_iflag |= ICRNL | IUTF8;
    mode.c_oflag |= OPOST | ONLCR;
    mode.c_lflag |= ISIG | ICANON | IEXTEN | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE;
    return tcsetattr(slave, TCSANOW, &mode) == 0;
}

/*
 * Opens a pseudo terminal (pty(7)): the non-blocking master for the agent, and the slave. Returns false with errno set
 * on failure. Needs no grantpt(3), because devpts gives the slave to the process that opened the master.
 */
bool terminal_open(uint16_t cols, uint16_t rows, int *master, int *slave)
{
    *slave = -1;
    *master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (*master < 0)
        return false;
    char name[64];
    if (grantpt(*master) == 0 && unlockpt(*master) == 0 && ptsname_r(*master, name, sizeof name) == 0)
        *slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*slave >= 0 && make_usual(*slave)) {
        terminal_resize(*master, cols, rows);
        return true;
    }
    close(*master);
    if (*slave >= 0)
        close(*slave);
    return false;
}

/* The kernel informs the foreground process group with SIGWINCH (ioctl_tty(2)). */
void terminal_resize(int master, uint16_t cols, uint16_t rows)
{
    struct winsize size = {.ws_col = cols, .ws_row = rows};
    ioctl(master, TIOCSWINSZ, &size);
}

static bool ends_line(const struct termios *mode, uint8_t byte)
{
    if (byte == '\n' || byte == '\r' || byte == mode->c_cc[VEOF])
        return true;
    return (mode->c_lflag & ISIG) && (byte == mode->c_cc[VINTR] || byte == mode->c_cc[VQUIT]);
}

/* Follows the line that is being typed. Raw mode has no lines. */
void terminal_typed(int master, struct terminal_line *line, const uint8_t *bytes, size_t count)
{
    struct termios mode;
    if (tcgetattr(master, &mode) != 0 || !(mode.c_lflag & ICANON)) {
        line->length = 0;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        line->length = ends_line(&mode, bytes[i]) ? 0 : line->length + 1;
        line->too_long |= line->length > LONGEST_LINE;
    }
}

/*
 * Writes to `bytes` what ends the program's input, and returns its length. At the start of a line the end-of-file
 * character reads as 0 bytes; in mid-line the first one only delivers the line so far, and the second one ends the
 * input (termios(3), VEOF).
 */
size_t terminal_end(int master, const struct terminal_line *line, uint8_t bytes[2])
{
    struct termios mode;
    uint8_t end = tcgetattr(master, &mode) == 0 ? mode.c_cc[VEOF] : 4;
    bytes[0] = bytes[1] = end;
    return line->length > 0 ? 2 : 1;
}
