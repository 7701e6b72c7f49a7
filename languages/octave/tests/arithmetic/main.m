printf("%g\n", 1000000000000 * 1000000000000);
printf("%.0f\n", 2 ^ 100);
printf("%.17g\n", 0.1 + 0.2);
printf("%d\n", intmax("int64") + 1);
printf("%d\n", int64(1000000000000) * int64(1000000000000));
printf("%d %d\n", idivide(int32(7), int32(2), "fix"), mod(-7, 3));
