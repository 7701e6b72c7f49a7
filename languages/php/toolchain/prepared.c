/*
 * Lets a PHP that was up before its program have the program's arguments: service/agent/README.md, "A runtime that waits".
 * It has been told the program's name by then, and is about to begin the request. What it was started with it reads from
 * the request, and of this extension nothing is left.
 */
#include <php.h>
#include <SAPI.h>
#include <fcntl.h>
#include <unistd.h>

#define NAME "sandrun_prepared"
#define HANDOVER "/.sandrun/handover"

/* The request's, to its end: nobody frees them. */
static char handed[128 * 1024];
static char *words[sizeof handed];

static int (*usual_activate)(void);

static size_t read_handed(void)
{
    int file = open(HANDOVER, O_RDONLY | O_CLOEXEC);
    size_t length = 0;
    for (ssize_t count; file >= 0 && (count = read(file, handed + length, sizeof handed - 1 - length)) > 0;)
        length += (size_t)count;
    close(file);
    return length;
}

static int activate(void)
{
    sapi_module.activate = usual_activate;
    if (read_handed() > 0) {
        const char *program = SG(request_info).argv[0];
        int count = atoi(handed), own = 0;
        char *at = handed;
        for (int i = 0; i < count; i++) {
            at += strlen(at) + 1;
            if (own > 0 || (i > 0 && strcmp(at, program) == 0))
                words[own++] = at;
        }
        SG(request_info).argc = own;
        SG(request_info).argv = words;
    }
    zend_hash_str_del(&module_registry, NAME, sizeof NAME - 1);
    return usual_activate == NULL ? SUCCESS : usual_activate();
}

static PHP_MINIT_FUNCTION(prepared)
{
    usual_activate = sapi_module.activate;
    sapi_module.activate = activate;
    return SUCCESS;
}

zend_module_entry prepared_module_entry = {
    STANDARD_MODULE_HEADER, NAME, NULL, PHP_MINIT(prepared), NULL, NULL, NULL, NULL, NULL, STANDARD_MODULE_PROPERTIES,
};

ZEND_GET_MODULE(prepared)
