<?php
// What PHP has by itself and in this pack, each by a function or a class of it.
$promised = [
    'bcadd', 'ctype_alpha', 'DateTimeImmutable', 'DOMDocument', 'exif_read_data', 'FFI', 'finfo_open', 'filter_var', 'ftp_connect',
    'gettext', 'gmp_add', 'hash', 'iconv', 'IntlChar', 'json_encode', 'libxml_get_errors', 'mb_strlen', 'openssl_encrypt',
    'pcntl_fork', 'preg_match', 'PDO', 'Phar', 'posix_getpid', 'random_int', 'readline', 'Random\Randomizer', 'ReflectionClass',
    'session_start', 'shm_attach', 'shmop_open', 'SimpleXMLElement', 'socket_create', 'sodium_crypto_box', 'SplStack', 'SQLite3',
    'sem_get', 'token_get_all', 'XMLReader', 'XMLWriter', 'XSLTProcessor', 'ZipArchive', 'gzcompress',
];
$missing = array_filter($promised, fn ($name) => !function_exists($name) && !class_exists($name));
echo $missing === [] ? "all are there\n" : implode(' ', $missing) . "\n";
