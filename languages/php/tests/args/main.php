<?php
echo implode("\n", array_slice($argv, 1)), "\n";
