/*
 * Sandrun::Prepared.become(path): the interpreter, which is still starting, goes on as if it had been started with this
 * program. It keeps the name in strings, of which the one it will open comes last (ruby.c, process_options), and knows of
 * its streams whether they are terminals. None of both can be changed in Ruby itself.
 */
#include <ruby.h>
#include <ruby/io.h>
#include <unistd.h>

static void rename_program(VALUE string, VALUE path)
{
    VALUE frozen = RB_FL_TEST_RAW(string, RUBY_FL_FREEZE);
    RB_FL_UNSET_RAW(string, RUBY_FL_FREEZE);
    rb_str_replace(string, path);
    RB_FL_SET_RAW(string, frozen);
}

static void look_at(VALUE io)
{
    rb_io_t *stream;
    GetOpenFile(io, stream);
    if (isatty(stream->fd))
        stream->mode |= FMODE_TTY | FMODE_DUPLEX;
}

static VALUE become(VALUE self, VALUE names, VALUE path)
{
    for (long i = 0; i < RARRAY_LEN(names); i++)
        rename_program(RARRAY_AREF(names, i), path);
    look_at(rb_stdin);
    look_at(rb_stdout);
    look_at(rb_stderr);
    return self;
}

void Init_prepared(void)
{
    rb_define_singleton_method(rb_mKernel, "sandrun_become", become, 2);
}
