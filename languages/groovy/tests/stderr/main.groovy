println 'to stdout'
System.err.println 'to stderr'
