println System.in.readLines()*.toInteger().sum()
