#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        char name[64];
        int number;

        printf("What is your name? ");
        if (scanf("%63s", name) != 1) return 1;
        printf("Pick a number: ");
        if (scanf("%d", &number) != 1) return 1;

        NSString *greeting = [NSString stringWithFormat:@"Hello, %s! %d squared is %d.", name, number, number * number];
        printf("%s\n", [greeting UTF8String]);
    }
}
