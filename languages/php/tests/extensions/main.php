<?php
foreach (['dom', 'intl', 'mbstring', 'SimpleXML', 'xml', 'xmlreader', 'xmlwriter', 'zip'] as $name) {
    if (!extension_loaded($name)) echo "$name is missing\n";
}
echo simplexml_load_string('<a><b>text</b></a>')->b, "\n";
echo (new NumberFormatter('de_DE', NumberFormatter::DECIMAL))->format(1234.5), "\n";
