#import <Foundation/Foundation.h>

int main(void) {
    @autoreleasepool {
        printf("Hello, world!\n");
    }
}
