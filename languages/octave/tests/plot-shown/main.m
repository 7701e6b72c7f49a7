x = 0:0.1:6;
plot(x, sin(x));
title("Sine");
figure();
bar([1 4 9]);
print("own.png", "-dpng");
printf("%d\n", exist("own.png", "file"));
