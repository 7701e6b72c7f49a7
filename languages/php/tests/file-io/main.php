<?php
file_put_contents('note.txt', 'written and read');
echo file_get_contents('note.txt'), "\n";
