<?php
echo gmp_mul(1000000000000, 1000000000000), "\n";
echo bcpow('2', '100'), "\n";
echo gmp_add(PHP_INT_MAX, 1), "\n";
var_dump(0.1 + 0.2, 1000000000000 * 1000000000000, PHP_INT_MAX + 1);
echo intdiv(7, 2), ' ', -7 % 3, "\n";
