/** Ten languages' smallest programs that print a number, so that no two of a kind are the same program. */
export const NUMBERED: Readonly<Record<string, (number: number) => string>> = {
  bash: (number) => `echo ${number}`,
  c: (number) => `#include <stdio.h>\nint main(void) { printf("%d\\n", ${number}); return 0; }`,
  cpp: (number) => `#include <iostream>\nint main() { std::cout << ${number} << "\\n"; }`,
  go: (number) => `package main\nimport "fmt"\nfunc main() { fmt.Println(${number}) }`,
  java: (number) => `public class Main { public static void main(String[] args) { System.out.println(${number}); } }`,
  javascript: (number) => `console.log(${number})`,
  perl: (number) => `print "${number}\\n";`,
  php: (number) => `<?php echo ${number}, "\\n";`,
  python: (number) => `print(${number})`,
  ruby: (number) => `puts ${number}`,
}
