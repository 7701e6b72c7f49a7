greeting = "Grüße, 世界 🎉";
printf("%s: %s\n", greeting, fgetl(stdin));
