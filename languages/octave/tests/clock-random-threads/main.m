assert(time() > 1700000000 && rand() != rand());
disp("clock random")
