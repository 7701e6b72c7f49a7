sub fail {
    die 'boom';
}

fail();
