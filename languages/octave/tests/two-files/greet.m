function greet(name)
  printf("Hello, %s!\n", name);
end
