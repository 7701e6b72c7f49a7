/*
 * An interpreter of Brainf***: cells of eight bits that wrap around, a tape without an end on the right, and 0 where the
 * input has ended. Output is written before input is read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  int symbol;
  int amount; /* how often, or where the other bracket is */
  long line, column;
} Step;

static const char *name;
static Step *steps;
static size_t count;

[[noreturn]] static void fail(const Step *step, const char *message) {
  fflush(stdout);
  if (step == nullptr) fprintf(stderr, "%s: error: %s\n", name, message);
  else fprintf(stderr, "%s:%ld:%ld: error: %s\n", name, step->line, step->column, message);
  exit(1);
}

static void *grown(void *memory, size_t size) {
  void *more = realloc(memory, size);
  if (more == nullptr) fail(nullptr, "out of memory");
  return more;
}

static void add(int symbol, long line, long column) {
  Step *last = count == 0 ? nullptr : &steps[count - 1];
  if (last != nullptr && last->symbol == symbol && strchr("+-<>", symbol) != nullptr) {
    last->amount++;
    return;
  }
  if ((count & (count + 1)) == 0) steps = grown(steps, (2 * count + 2) * sizeof *steps);
  steps[count++] = (Step){symbol, 1, line, column};
}

static void read_program(FILE *file) {
  long line = 1, column = 1;
  for (int symbol; (symbol = getc(file)) != EOF; column++) {
    if (symbol == '\n') line++, column = 0;
    else if (symbol != '\0' && strchr("+-<>.,[]", symbol) != nullptr) add(symbol, line, column);
  }
}

static void match_brackets(void) {
  int open = -1; /* the innermost bracket still open; each holds the one around it */
  for (size_t i = 0; i < count; i++) {
    if (steps[i].symbol == '[') {
      steps[i].amount = open;
      open = (int)i;
    } else if (steps[i].symbol == ']') {
      if (open < 0) fail(&steps[i], "this ] has no [");
      const int around = steps[open].amount;
      steps[i].amount = open;
      steps[open].amount = (int)i;
      open = around;
    }
  }
  if (open >= 0) fail(&steps[open], "this [ has no ]");
}

static void run(void) {
  size_t size = 1 << 16, at = 0;
  unsigned char *tape = grown(nullptr, size);
  memset(tape, 0, size);
  for (size_t i = 0; i < count; i++) {
    const Step *step = &steps[i];
    const size_t amount = (size_t)step->amount;
    switch (step->symbol) {
      case '+': tape[at] = (unsigned char)(tape[at] + amount); break;
      case '-': tape[at] = (unsigned char)(tape[at] - amount); break;
      case '<':
        if (amount > at) fail(step, "there is no cell left of the first");
        at -= amount;
        break;
      case '>':
        at += amount;
        while (at >= size) {
          tape = grown(tape, 2 * size);
          memset(tape + size, 0, size);
          size *= 2;
        }
        break;
      case '[':
        if (tape[at] == 0) i = amount;
        break;
      case ']':
        if (tape[at] != 0) i = amount;
        break;
      case '.': putchar(tape[at]); break;
      case ',': {
        fflush(stdout);
        const int symbol = getchar();
        tape[at] = symbol == EOF ? 0 : (unsigned char)symbol;
        break;
      }
    }
  }
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "--version") == 0) return puts("brainfuck 1.0") == EOF;
  name = argc == 2 ? argv[1] : "brainfuck";
  FILE *file = argc == 2 ? fopen(argv[1], "rb") : nullptr;
  if (file == nullptr) fail(nullptr, "there is no such program");
  read_program(file);
  fclose(file);
  match_brackets();
  run();
}
