<?php
$hoard = [];
for (;;) $hoard[] = str_repeat("x", 1 << 20);
