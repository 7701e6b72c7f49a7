spurt 'note.txt', 'written and read';
say slurp 'note.txt';
