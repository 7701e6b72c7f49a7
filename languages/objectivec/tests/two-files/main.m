#import "Greeter.h"

int main(void) {
    @autoreleasepool {
        Greeter *greeter = [[Greeter alloc] init];
        greeter.name = @"Ada";
        printf("%s\n", [[greeter greeting] UTF8String]);
    }
}
