println "read ${System.in.newReader().readLine()}"
while (true);
