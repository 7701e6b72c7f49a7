<?php
require __DIR__ . '/greeting.php';

echo greet('Ada'), "\n";
