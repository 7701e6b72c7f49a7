line = input("", "s");
printf("read %s\n", line);
while true
end
