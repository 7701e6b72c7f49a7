say [+] lines;
