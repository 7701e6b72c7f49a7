<?php
if (time() < 1_700_000_000 || random_int(0, PHP_INT_MAX) === random_int(0, PHP_INT_MAX)) exit(1);

echo "clock random\n";
