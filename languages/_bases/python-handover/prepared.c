/*
 * sandrun_prepared.become(path, argv, orig_argv): the interpreter, which is still starting, goes on as if it had been
 * started with these. It reads what it is to run from its configuration once `site` is done (Modules/main.c,
 * pymain_run_python), so nothing of a program's start is imitated.
 */
#define PY_SSIZE_T_CLEAN
#define Py_BUILD_CORE_MODULE
#include <Python.h>
#include <internal/pycore_interp.h>
#include <signal.h>

/* What the interpreter does with SIGINT. While it is being made over the signal ends it, as it does before any start. */
static struct sigaction interrupt;

/* A copy as the configuration keeps it, or NULL with an exception set. */
static wchar_t *copy_of(PyObject *text)
{
    wchar_t *wide = PyUnicode_AsWideCharString(text, NULL);
    if (wide == NULL)
        return NULL;
    size_t size = (wcslen(wide) + 1) * sizeof *wide;
    wchar_t *copy = PyMem_RawMalloc(size);
    if (copy == NULL)
        PyErr_NoMemory();
    else
        memcpy(copy, wide, size);
    PyMem_Free(wide);
    return copy;
}

static int set_list(PyWideStringList *list, PyObject *strings)
{
    Py_ssize_t length = PyList_GET_SIZE(strings);
    wchar_t **items = PyMem_RawCalloc((size_t)length + 1, sizeof *items);
    if (items == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    for (Py_ssize_t i = 0; i < length; i++)
        if ((items[i] = copy_of(PyList_GET_ITEM(strings, i))) == NULL)
            return 0;
    for (Py_ssize_t i = 0; i < list->length; i++)
        PyMem_RawFree(list->items[i]);
    PyMem_RawFree(list->items);
    *list = (PyWideStringList){.length = length, .items = items};
    return 1;
}

static PyObject *become(PyObject *self, PyObject *args)
{
    PyObject *path, *argv, *orig_argv;
    if (!PyArg_ParseTuple(args, "UO!O!", &path, &PyList_Type, &argv, &PyList_Type, &orig_argv))
        return NULL;
    PyConfig *config = &PyInterpreterState_Get()->config;
    wchar_t *filename = copy_of(path);
    if (filename == NULL || !set_list(&config->argv, argv) || !set_list(&config->orig_argv, orig_argv))
        return NULL;
    PyMem_RawFree(config->run_filename);
    config->run_filename = filename;
    sigaction(SIGINT, &interrupt, NULL);
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"become", become, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "sandrun_prepared", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_sandrun_prepared(void)
{
    struct sigaction usual = {.sa_handler = SIG_DFL};
    sigaction(SIGINT, &usual, &interrupt);
    return PyModule_Create(&module);
}
